package dev.makevideo.coordination.breaker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The suite is fit to find faults in the scripts: of all small changes to them it finds nearly
 * every one. Which it does not find stand in {@code survivors.txt}, each with the reason.
 */
class ScriptMutationTest {
  private static final double LEAST = 0.90;
  private static final long SEED = 20_261_121;

  @TempDir Path directory;

  @Test
  void eachChangeIsAnother() {
    List<ScriptMutant> mutants = ScriptMutant.all();
    assertEquals(mutants.size(), mutants.stream().map(ScriptMutant::name).distinct().count());
    for (String kind : List.of("<=", "~=", "half_open", "1000000")) {
      assertTrue(mutants.stream().anyMatch(mutant -> mutant.from().equals(kind)), kind);
    }
  }

  /** The contract and short traces, over changed scripts. */
  private static final class Breakers extends BreakerTracesContract {
    private final PatientRedis redis;
    private final UnaryOperator<String> edit;

    Breakers(PatientRedis redis, UnaryOperator<String> edit) {
      this.redis = redis;
      this.edit = edit;
    }

    @Override
    Subject subject(BreakerSettings settings, BreakerListener listener) {
      return new SharedSubject(redis, edit, 1, settings, listener);
    }

    @Override
    int steps() {
      return 600;
    }

    @Override
    long seed() {
      return SEED;
    }
  }

  /** The scripts by themselves, changed. */
  private static final class Scripts extends ScriptsContract {
    private final PatientRedis redis;
    private final UnaryOperator<String> edit;

    Scripts(PatientRedis redis, UnaryOperator<String> edit) {
      this.redis = redis;
      this.edit = edit;
    }

    @Override
    PatientRedis redis() {
      return redis;
    }

    @Override
    UnaryOperator<String> edit() {
      return edit;
    }

    @Override
    long seed() {
      return SEED;
    }
  }

  @Test
  void nearlyEveryChangeOfTheScriptsIsFound() throws Exception {
    Map<String, String> reasons = reasons();
    List<String> survivors = new ArrayList<>();
    List<ScriptMutant> mutants = ScriptMutant.all();
    try (PatientRedis redis = new PatientRedis(directory)) {
      assertEquals(Optional.empty(), fault(redis, UnaryOperator.identity()), "unchanged");
      for (ScriptMutant mutant : mutants) {
        if (fault(redis, mutant::apply).isEmpty()) {
          survivors.add(mutant.name());
        }
      }
    }
    int caught = mutants.size() - survivors.size();
    System.out.printf("script mutants: %d of %d found%n", caught, mutants.size());
    survivors.forEach(name -> System.out.println("survived: " + name + "\n  " + reasons.get(name)));
    assertTrue(mutants.size() >= 80, mutants.size() + " mutants");
    assertTrue(caught >= LEAST * mutants.size(), caught + " of " + mutants.size() + " found");
    assertEquals(
        List.of(),
        survivors.stream().filter(name -> !reasons.containsKey(name)).toList(),
        "not found, and no reason in survivors.txt");
  }

  /** What the suite finds, if anything; the quicker part first. */
  private static Optional<String> fault(PatientRedis redis, UnaryOperator<String> edit) {
    return first(
            () -> new Scripts(redis, edit), "createScripts", "createScripts", ScriptsContract.class)
        .or(
            () ->
                first(
                    () -> new Breakers(redis, edit),
                    "createBreaker",
                    "closeBreaker",
                    BreakerTracesContract.class));
  }

  private static Optional<String> first(
      java.util.function.Supplier<Object> suite, String before, String after, Class<?> contract) {
    for (Method test : tests(contract)) {
      Object made = suite.get();
      try {
        call(made, contract, before);
        test.setAccessible(true);
        test.invoke(made);
        call(made, contract, after);
      } catch (InvocationTargetException e) {
        return Optional.of(test.getName() + ": " + e.getCause());
      } catch (ReflectiveOperationException e) {
        throw new LinkageError("the contract cannot be run", e);
      }
    }
    return Optional.empty();
  }

  private static List<Method> tests(Class<?> contract) {
    List<Method> tests = new ArrayList<>();
    for (Class<?> c = contract; c != null; c = c.getSuperclass()) {
      tests.addAll(
          java.util.Arrays.stream(c.getDeclaredMethods())
              .filter(method -> method.isAnnotationPresent(Test.class))
              .sorted(Comparator.comparing(Method::getName))
              .toList());
    }
    return tests;
  }

  private static void call(Object suite, Class<?> contract, String name)
      throws ReflectiveOperationException {
    for (Class<?> c = contract; c != null; c = c.getSuperclass()) {
      for (Method method : c.getDeclaredMethods()) {
        if (method.getName().equals(name)) {
          method.setAccessible(true);
          method.invoke(suite);
          return;
        }
      }
    }
    throw new NoSuchMethodException(name);
  }

  private static Map<String, String> reasons() throws Exception {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                java.util.Objects.requireNonNull(
                    ScriptMutationTest.class.getResourceAsStream("survivors.txt")),
                StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split(" \\| ", 2))
          .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    }
  }
}
