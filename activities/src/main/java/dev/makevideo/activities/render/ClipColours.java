package dev.makevideo.activities.render;

import dev.makevideo.workflows.contract.ClipFacts;
import java.util.Optional;
import java.util.Set;

/**
 * How a clip's colours are read, by what its headers say and, where they say nothing, by its size.
 *
 * @param matrix as the {@code scale} filter names it; without meaning for RGB
 * @param table if its codes mean other colours than those of BT.709. All SDR curves count as one,
 *     since all are graded for the same display
 */
record ClipColours(String matrix, Optional<ColourTable> table) {
  /** From this height on, a clip that does not name its colours is taken for BT.709. */
  private static final int HIGH_DEFINITION = 720;

  private static final Set<String> BT2020 = Set.of("bt2020nc", "bt2020c");

  static ClipColours of(ClipFacts facts) {
    TransferFunction curve =
        switch (facts.transfer()) {
          case "smpte2084" -> TransferFunction.PQ;
          case "arib-std-b67" -> TransferFunction.HLG;
          default -> TransferFunction.SDR;
        };
    Primaries primaries =
        switch (facts.primaries()) {
          case "bt709" -> Primaries.BT709;
          case "bt470bg" -> Primaries.BT601_625;
          case "smpte170m", "smpte240m" -> Primaries.BT601_525;
          case "smpte431", "smpte432" -> Primaries.P3;
          case "bt2020" -> Primaries.BT2020;
          default ->
              curve != TransferFunction.SDR || BT2020.contains(facts.matrix())
                  ? Primaries.BT2020
                  : Primaries.BT709;
        };
    boolean plain = curve == TransferFunction.SDR && primaries == Primaries.BT709;
    return new ClipColours(
        matrix(facts, primaries),
        plain ? Optional.empty() : Optional.of(new ColourTable(curve, primaries)));
  }

  /** Names that every version of the filter knows. */
  private static String matrix(ClipFacts facts, Primaries primaries) {
    return switch (facts.matrix()) {
      case "bt709", "fcc", "smpte240m" -> facts.matrix();
      case "smpte170m", "bt470bg" -> "bt601";
      case "bt2020nc", "bt2020c" -> "bt2020";
      default -> {
        if (primaries == Primaries.BT2020) {
          yield "bt2020";
        }
        yield Math.min(facts.width(), facts.height()) >= HIGH_DEFINITION ? "bt709" : "bt601";
      }
    };
  }
}
