package dev.makevideo.checks;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.net.Socket;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.SocketChannel;
import java.util.stream.Stream;

/** Holds the arrows between modules as docs/ARCHITECTURE.md draws them. */
@AnalyzeClasses(
    packages = "dev.makevideo",
    importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
class ArchitectureTest {
  /** Another module's test classes come in a jar of their own. */
  static final class NoTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  private static final DescribedPredicate<JavaClass> OPENS_CONNECTIONS =
      resideInAnyPackage("okhttp3..", "java.net.http..")
          .or(assignableTo(URLConnection.class))
          .or(assignableTo(Socket.class))
          .or(assignableTo(SocketChannel.class))
          .as("open connections to servers");

  @ArchTest
  static final ArchRule everyPackageBelongsToAModule =
      classes()
          .should()
          .resideInAnyPackage(
              modules(
                  "workflows",
                  "platform",
                  "coordination",
                  "activities",
                  "worker",
                  "api",
                  "standalone",
                  "testkit",
                  "checks"));

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.makevideo.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule workflowsSeeTemporalAnnotationsLoggingAndNothingElse =
      classes()
          .that()
          .resideInAPackage("dev.makevideo.workflows..")
          .and()
          .resideOutsideOfPackage("dev.makevideo.workflows.wire..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.makevideo.workflows..",
              "java..",
              "io.temporal..",
              "com.google.protobuf..",
              "com.fasterxml.jackson.annotation..",
              "org.slf4j..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule coordinationKnowsNeitherTemporalNorVideo =
      noClasses()
          .that()
          .resideInAPackage("dev.makevideo.coordination..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("io.temporal..", "dev.makevideo..")
                  .and(not(resideInAnyPackage("dev.makevideo.coordination.."))));

  @ArchTest static final ArchRule testkitSeesNoModule = moduleSeesOnly("testkit");

  @ArchTest
  static final ArchRule platformSeesWorkflowsAndCoordination =
      moduleSeesOnly("platform", "workflows", "coordination");

  @ArchTest
  static final ArchRule activitiesSeePlatform =
      moduleSeesOnly("activities", "platform", "workflows", "coordination");

  @ArchTest
  static final ArchRule workerSeesActivities =
      moduleSeesOnly("worker", "activities", "platform", "workflows", "coordination");

  @ArchTest
  static final ArchRule apiDoesNoStep =
      moduleSeesOnly("api", "platform", "workflows", "coordination");

  /** Of activities only the captions' fonts, in which the demo writes on its clips. */
  @ArchTest
  static final ArchRule standaloneSeesOfActivitiesTheFontsOnly =
      noClasses()
          .that()
          .resideInAPackage("dev.makevideo.standalone..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("dev.makevideo.activities..", "dev.makevideo.checks..")
                  .and(not(nameMatching(".*\\.activities\\.subtitle\\.(Fonts|CaptionFont).*"))));

  @ArchTest
  static final ArchRule recognitionRunsInActivitiesOnly =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.makevideo.activities..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.onnxruntime..");

  /** Workflow code above all: a span of its own would be made again at each replay. */
  @ArchTest
  static final ArchRule spansAreMadeInOnePlace =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.makevideo.platform.tracing..", "dev.makevideo.testkit..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.opentelemetry..");

  @ArchTest
  static final ArchRule processesAreStartedInOnePlace =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.makevideo.platform.process..",
              "dev.makevideo.testkit..",
              "dev.makevideo.checks..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.lang.ProcessBuilder");

  /**
   * Limit, breaker, bounds and metrics stand in the guarded client: nobody goes round it. The
   * others talk to this product itself (the command line, as a client; assistants' tools, which
   * call its routes; the embedded servers' readiness), or look whether a service is there (the
   * health check, which keeps away from one that the workers keep away from), or read from their
   * own jar (the recognizer's library).
   */
  @ArchTest
  static final ArchRule externalServicesAreCalledThroughTheGuardedClient =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.makevideo.activities.external..",
              "dev.makevideo.api.mcp..",
              "dev.makevideo.standalone.cli..",
              "dev.makevideo.standalone.embedded..",
              "dev.makevideo.testkit..",
              "dev.makevideo.checks..")
          .and()
          .doNotHaveFullyQualifiedName("dev.makevideo.api.health.ServiceCheck")
          .and()
          .doNotHaveFullyQualifiedName("dev.makevideo.api.ApiWiring")
          .and()
          .doNotHaveFullyQualifiedName("dev.makevideo.activities.onnx.NativeLibrary")
          .should()
          .dependOnClassesThat(OPENS_CONNECTIONS)
          .orShould()
          .callMethodWhere(
              target(owner(assignableTo(URL.class)))
                  .and(target(nameMatching("openStream|openConnection|getContent"))));

  private static ArchRule moduleSeesOnly(String module, String... others) {
    String[] allowed =
        modules(Stream.concat(Stream.of(module), Stream.of(others)).toArray(String[]::new));
    return noClasses()
        .that()
        .resideInAPackage("dev.makevideo." + module + "..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("dev.makevideo..").and(not(resideInAnyPackage(allowed))));
  }

  private static String[] modules(String... names) {
    return Stream.of(names).map(name -> "dev.makevideo." + name + "..").toArray(String[]::new);
  }
}
