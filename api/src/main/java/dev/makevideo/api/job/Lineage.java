package dev.makevideo.api.job;

import java.util.List;

/**
 * From which job another one is made, as it was told when it was accepted.
 *
 * @param reused labels of the stages whose results are kept
 * @param remade labels of the stages that run
 */
record Lineage(String parent, List<String> reused, List<String> remade) {
  Lineage {
    reused = List.copyOf(reused);
    remade = List.copyOf(remade);
  }
}
