#!/usr/bin/env python3
"""Makes the two graph files by which ONNX Runtime reads Whisper base in place.

    make_whisper_graphs.py MODEL_FOLDER OUTPUT_FOLDER

MODEL_FOLDER holds the published CTranslate2 form of the model (model.bin, config.json). The graphs hold no
weights of their own: each tensor is external data of model.bin, at its offset there. Needs Python 3.9 and the
packages onnx 1.23 and numpy; make-video itself needs neither, as the results are resources of the program.

The network is that of Radford et al., "Robust Speech Recognition via Large-Scale Weak Supervision" (2022).
encoder: log-mel [1, 80, 3000] -> for each decoder layer the keys and values of cross-attention.
decoder: tokens [b, n], their positions [n], mask [1, 1, n, m], beams [b] (which row of the past each row goes on
         from), past keys and values -> logits [b, n, v], the cross-attention of the alignment heads
         [b, h, n, 1500], present keys and values.
"""
import json
import os
import struct
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper

FLOAT, INT64 = TensorProto.FLOAT, TensorProto.INT64
TYPES = {0: TensorProto.FLOAT, 4: TensorProto.FLOAT16}
FRAMES = 1500
MELS = 80


class ModelFile:
    """The table of tensors at the front of a CTranslate2 model, version 6: name -> (shape, type, offset, bytes)."""

    def __init__(self, path):
        self.tensors = {}
        with open(path, "rb") as self.file:
            self.number("I")
            self.text()
            self.number("I")
            for _ in range(self.number("I")):
                name = self.text()
                shape = [self.number("I") for _ in range(self.number("B"))]
                kind = self.number("B")
                size = self.number("I")
                self.tensors[name] = (shape, kind, self.file.tell(), size)
                self.file.seek(size, os.SEEK_CUR)

    def number(self, form):
        return struct.unpack("<" + form, self.file.read(struct.calcsize("<" + form)))[0]

    def text(self):
        return self.file.read(self.number("H")).rstrip(b"\0").decode()

    def layers(self, side):
        return len({n.split("/")[1] for n in self.tensors if n.startswith(side + "/layer_") and "norm" not in n.split("/")[1]})


class Graph:
    """A graph under construction; every method adds nodes and gives the name of what they produce."""

    def __init__(self, model, heads):
        self.model = model
        self.heads = heads
        self.width = model.tensors["decoder/embeddings/weight"][0][1]
        self.nodes, self.initializers, self.weights, self.constants = [], [], {}, {}
        self.inputs, self.outputs = [], []

    def add(self, kind, *inputs, outputs=1, to=None, **attributes):
        names = to or [f"{kind}{len(self.nodes)}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, **attributes))
        return names[0] if len(names) == 1 else names

    def stored(self, name):
        """A tensor of the model as it is stored."""
        if name not in self.weights:
            shape, kind, offset, size = self.model.tensors[name]
            tensor = TensorProto(name="w:" + name, dims=shape, data_type=TYPES[kind])
            tensor.data_location = TensorProto.EXTERNAL
            for key, value in (("location", "model.bin"), ("offset", offset), ("length", size)):
                entry = tensor.external_data.add()
                entry.key, entry.value = key, str(value)
            self.initializers.append(tensor)
            self.weights[name] = {"stored": tensor.name}
        return self.weights[name]["stored"]

    def weight(self, name):
        """A tensor of the model as 32-bit floats."""
        stored = self.stored(name)
        known = self.weights[name]
        if "float" not in known:
            half = self.model.tensors[name][1] == 4
            known["float"] = self.as_float(stored) if half else stored
        return known["float"]

    def as_float(self, name):
        """Apart from add, whose "to" names outputs."""
        out = f"Cast{len(self.nodes)}_0"
        self.nodes.append(helper.make_node("Cast", [name], [out], to=FLOAT))
        return out

    def constant(self, value, kind):
        key = (str(value), kind)
        if key not in self.constants:
            self.constants[key] = f"constant{len(self.constants)}"
            self.initializers.append(onnx.numpy_helper.from_array(np.array(value, kind), self.constants[key]))
        return self.constants[key]

    def input(self, name, kind, shape):
        self.inputs.append(helper.make_tensor_value_info(name, kind, shape))
        return name

    def output(self, name, shape):
        self.outputs.append(helper.make_tensor_value_info(name, FLOAT, shape))

    def linear(self, x, name):
        y = self.add("MatMul", x, self.add("Transpose", self.weight(name + "/weight"), perm=[1, 0]))
        bias = name + "/bias"
        return self.add("Add", y, self.weight(bias)) if bias in self.model.tensors else y

    def norm(self, x, name):
        return self.add("LayerNormalization", x, self.weight(name + "/gamma"), self.weight(name + "/beta"), axis=-1, epsilon=1e-5)

    def by_head(self, x):
        """[b, n, width] -> [b, heads, n, width / heads]"""
        shape = self.constant([0, 0, self.heads, self.width // self.heads], np.int64)
        return self.add("Transpose", self.add("Reshape", x, shape), perm=[0, 2, 1, 3])

    def attention(self, query, key_columns, value, mask=None):
        """Gives the attended values, [b, n, width], and the weights of attention."""
        scaled = self.add("Mul", query, self.constant((self.width // self.heads) ** -0.5, np.float32))
        scores = self.add("MatMul", scaled, key_columns)
        weights = self.add("Softmax", self.add("Add", scores, mask) if mask else scores, axis=-1)
        merged = self.add("Transpose", self.add("MatMul", weights, value), perm=[0, 2, 1, 3])
        return self.add("Reshape", merged, self.constant([0, 0, self.width], np.int64)), weights

    def columns(self, key):
        return self.add("Transpose", key, perm=[0, 1, 3, 2])

    def feed_forward(self, x, name):
        h = self.linear(self.norm(x, name + "/layer_norm"), name + "/linear_0")
        return self.add("Add", x, self.linear(self.add("Gelu", h), name + "/linear_1"))

    def split(self, x, parts):
        return self.add("Split", x, outputs=parts, axis=-1, num_outputs=parts)

    def save(self, path):
        graph = helper.make_graph(self.nodes, os.path.basename(path), self.inputs, self.outputs, self.initializers)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
        model.producer_name = "make-video"
        with open(path, "wb") as file:
            file.write(model.SerializeToString(deterministic=True))
        print(path, os.path.getsize(path), "bytes")


def encoder(model, heads):
    g = Graph(model, heads)
    x = g.input("mel", FLOAT, [1, MELS, 2 * FRAMES])
    for layer, stride in ((1, 1), (2, 2)):
        name = f"encoder/conv{layer}"
        x = g.add("Conv", x, g.weight(name + "/weight"), g.weight(name + "/bias"), kernel_shape=[3], pads=[1, 1], strides=[stride])
        x = g.add("Gelu", x)
    x = g.add("Add", g.add("Transpose", x, perm=[0, 2, 1]), g.weight("encoder/position_encodings/encodings"))
    for layer in range(model.layers("encoder")):
        name = f"encoder/layer_{layer}/self_attention"
        query, key, value = g.split(g.linear(g.norm(x, name + "/layer_norm"), name + "/linear_0"), 3)
        seen, _ = g.attention(g.by_head(query), g.columns(g.by_head(key)), g.by_head(value))
        x = g.feed_forward(g.add("Add", x, g.linear(seen, name + "/linear_1")), f"encoder/layer_{layer}/ffn")
    x = g.norm(x, "encoder/layer_norm")
    size = g.width // heads
    for layer in range(model.layers("decoder")):
        key, value = g.split(g.linear(x, f"decoder/layer_{layer}/attention/linear_1"), 2)
        g.add("Transpose", g.by_head(key), to=[f"cross_k{layer}"], perm=[0, 1, 3, 2])
        g.output(f"cross_k{layer}", [1, heads, size, FRAMES])
        g.add("Identity", g.by_head(value), to=[f"cross_v{layer}"])
        g.output(f"cross_v{layer}", [1, heads, FRAMES, size])
    return g


def decoder(model, heads, alignment_heads):
    g = Graph(model, heads)
    size = g.width // heads
    tokens = g.input("tokens", INT64, ["b", "n"])
    positions = g.input("positions", INT64, ["n"])
    mask = g.input("mask", FLOAT, [1, 1, "n", "m"])
    beams = g.input("beams", INT64, ["b"])
    embeddings = "decoder/embeddings/weight"
    place = g.add("Gather", g.weight("decoder/position_encodings/encodings"), positions, axis=0)
    x = g.add("Add", g.as_float(g.add("Gather", g.stored(embeddings), tokens, axis=0)), place)
    aligned = []
    for layer in range(model.layers("decoder")):
        name = f"decoder/layer_{layer}/self_attention"
        query, key, value = g.split(g.linear(g.norm(x, name + "/layer_norm"), name + "/linear_0"), 3)
        present = {}
        for kind, new in (("k", key), ("v", value)):
            past = g.input(f"past_{kind}{layer}", FLOAT, ["p_rows", heads, "p", size])
            kept = g.add("Gather", past, beams, axis=0)
            present[kind] = g.add("Concat", kept, g.by_head(new), to=[f"present_{kind}{layer}"], axis=2)
            g.output(f"present_{kind}{layer}", ["b", heads, "m", size])
        seen, _ = g.attention(g.by_head(query), g.columns(present["k"]), present["v"], mask)
        x = g.add("Add", x, g.linear(seen, name + "/linear_1"))
        name = f"decoder/layer_{layer}/attention"
        query = g.by_head(g.linear(g.norm(x, name + "/layer_norm"), name + "/linear_0"))
        key = g.input(f"cross_k{layer}", FLOAT, [1, heads, size, FRAMES])
        value = g.input(f"cross_v{layer}", FLOAT, [1, heads, FRAMES, size])
        heard, weights = g.attention(query, key, value)
        chosen = [head for at, head in alignment_heads if at == layer]
        if chosen:
            aligned.append(g.add("Gather", weights, g.constant(chosen, np.int64), axis=1))
        x = g.feed_forward(g.add("Add", x, g.linear(heard, name + "/linear_2")), f"decoder/layer_{layer}/ffn")
    x = g.norm(x, "decoder/layer_norm")
    g.add("MatMul", x, g.add("Transpose", g.weight(embeddings), perm=[1, 0]), to=["logits"])
    g.output("logits", ["b", "n", model.tensors[embeddings][0][0]])
    g.add("Concat", *aligned, to=["attention"], axis=1)
    g.output("attention", ["b", len(alignment_heads), "n", FRAMES])
    return g


def main():
    source, target = sys.argv[1:]
    model = ModelFile(os.path.join(source, "model.bin"))
    with open(os.path.join(source, "config.json"), encoding="utf-8") as file:
        alignment_heads = json.load(file)["alignment_heads"]
    with open(os.path.join(source, "model.bin"), "rb") as file:
        file.seek(model.tensors["decoder/num_heads"][2])
        heads = struct.unpack("<h", file.read(2))[0]
    os.makedirs(target, exist_ok=True)
    encoder(model, heads).save(os.path.join(target, "whisper-base-encoder.onnx"))
    decoder(model, heads, alignment_heads).save(os.path.join(target, "whisper-base-decoder.onnx"))


main()
