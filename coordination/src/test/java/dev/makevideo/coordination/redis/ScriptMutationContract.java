package dev.makevideo.coordination.redis;

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
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A suite is fit to find faults in some scripts: of all small changes to them it finds nearly every
 * one. Which it does not find stand in {@code survivors.txt} beside the scripts, each with the
 * reason.
 */
public abstract class ScriptMutationContract {
  private static final double LEAST = 0.90;

  @TempDir Path directory;

  /** The class beside which the scripts and their survivors lie. */
  protected abstract Class<?> home();

  protected abstract List<String> files();

  /** Some of what is changed. */
  protected abstract List<String> kinds();

  /** How many changes there are at the least. */
  protected abstract int least();

  /** What the suite finds, if anything; the quicker part first. */
  protected abstract Optional<String> fault(PatientRedis redis, UnaryOperator<String> edit);

  @Test
  void eachChangeIsAnother() {
    List<ScriptMutant> mutants = ScriptMutant.all(home(), files());
    assertEquals(mutants.size(), mutants.stream().map(ScriptMutant::name).distinct().count());
    for (String kind : kinds()) {
      assertTrue(mutants.stream().anyMatch(mutant -> mutant.from().equals(kind)), kind);
    }
  }

  @Test
  void nearlyEveryChangeOfTheScriptsIsFound() throws Exception {
    Map<String, String> reasons = reasons();
    List<String> survivors = new ArrayList<>();
    List<ScriptMutant> mutants = ScriptMutant.all(home(), files());
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
    assertTrue(mutants.size() >= least(), mutants.size() + " mutants");
    assertTrue(caught >= LEAST * mutants.size(), caught + " of " + mutants.size() + " found");
    assertEquals(
        List.of(),
        survivors.stream().filter(name -> !reasons.containsKey(name)).toList(),
        "not found, and no reason in survivors.txt");
  }

  /** Runs the tests of a contract, each on a suite of its own; what the first fault is. */
  protected static Optional<String> first(
      Supplier<Object> suite, String before, String after, Class<?> contract) {
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

  private Map<String, String> reasons() throws Exception {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(home().getResourceAsStream("survivors.txt")),
                StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split(" \\| ", 2))
          .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    }
  }
}
