/** ONNX Runtime on this host: its native library. Knows no network. */
@org.jspecify.annotations.NullMarked
package dev.makevideo.activities.onnx;
