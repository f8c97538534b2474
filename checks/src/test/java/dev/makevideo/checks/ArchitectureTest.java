package dev.makevideo.checks;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
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

  private static final String[] WORKFLOWS =
      packages("job", "stage", "failure", "activity", "workflow", "correlation", "wire");
  private static final String[] COORDINATION = packages("coordination");
  private static final String[] ACTIVITIES =
      packages(
          "beat",
          "clips",
          "external",
          "media",
          "ocr",
          "process",
          "render",
          "runner",
          "settings",
          "speech",
          "storage",
          "subtitle",
          "telemetry",
          "temporal",
          "timeline",
          "tools",
          "validation");
  private static final String[] WORKER = packages("worker");
  private static final String[] API = packages("api");
  private static final String[] STANDALONE = packages("standalone");
  private static final String[] CHECKS = packages("checks");

  private static final DescribedPredicate<JavaClass> OPENS_CONNECTIONS =
      resideInAnyPackage("okhttp3..", "java.net.http..")
          .or(assignableTo(URLConnection.class))
          .or(assignableTo(Socket.class))
          .or(assignableTo(SocketChannel.class))
          .as("open connections to servers");

  @ArchTest
  static final ArchRule everyPackageBelongsToAModule =
      ArchRuleDefinition.classes()
          .should()
          .resideInAnyPackage(
              all(WORKFLOWS, COORDINATION, ACTIVITIES, WORKER, API, STANDALONE, CHECKS));

  @ArchTest
  static final ArchRule workflowsSeeTemporalAnnotationsLoggingAndNothingElse =
      ArchRuleDefinition.classes()
          .that()
          .resideInAnyPackage(WORKFLOWS)
          .and()
          .resideOutsideOfPackage("dev.makevideo.wire..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              all(
                  WORKFLOWS,
                  new String[] {
                    "java..",
                    "io.temporal..",
                    "com.google.protobuf..",
                    "com.fasterxml.jackson.annotation..",
                    "org.slf4j..",
                    "org.jspecify.."
                  }));

  @ArchTest
  static final ArchRule coordinationKnowsNeitherTemporalNorVideo =
      noClasses()
          .that()
          .resideInAnyPackage(COORDINATION)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("io.temporal..", "dev.makevideo..")
                  .and(not(resideInAnyPackage(COORDINATION))));

  @ArchTest
  static final ArchRule activitiesSeeWorkflowsAndCoordination =
      modulesSeeOnly(ACTIVITIES, WORKFLOWS, COORDINATION);

  @ArchTest
  static final ArchRule workerSeesActivities =
      modulesSeeOnly(WORKER, ACTIVITIES, WORKFLOWS, COORDINATION);

  @ArchTest
  static final ArchRule apiSeesStorageAndMediaOfActivities =
      modulesSeeOnly(
          API,
          WORKFLOWS,
          COORDINATION,
          packages("storage", "media", "settings", "telemetry", "process", "tools", "temporal"));

  @ArchTest
  static final ArchRule nothingSeesStandaloneButChecks =
      noClasses()
          .that()
          .resideOutsideOfPackages(all(STANDALONE, CHECKS))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(STANDALONE);

  @ArchTest
  static final ArchRule processesAreStartedInOnePlace =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.makevideo.process..", CHECKS[0])
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.lang.ProcessBuilder");

  /**
   * Limit, breaker, bounds and metrics stand in the guarded client: nobody goes round it. The
   * others talk to this product itself (the command line, as a client; the embedded servers'
   * readiness), or look whether a service is there (the health check, which keeps away from one
   * that the workers keep away from), or read from their own jar (the recognizer's library).
   */
  @ArchTest
  static final ArchRule externalServicesAreCalledThroughTheGuardedClient =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.makevideo.external..",
              "dev.makevideo.standalone.cli..",
              "dev.makevideo.standalone.embedded..",
              CHECKS[0])
          .and()
          .doNotHaveFullyQualifiedName("dev.makevideo.api.health.ServiceCheck")
          .and()
          .doNotHaveFullyQualifiedName("dev.makevideo.api.ApiChecks")
          .and()
          .doNotHaveFullyQualifiedName("dev.makevideo.ocr.NativeLibrary")
          .should()
          .dependOnClassesThat(OPENS_CONNECTIONS)
          .orShould()
          .callMethodWhere(
              target(owner(assignableTo(URL.class)))
                  .and(target(nameMatching("openStream|openConnection|getContent"))));

  private static ArchRule modulesSeeOnly(String[] module, String[]... allowed) {
    return noClasses()
        .that()
        .resideInAnyPackage(module)
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("dev.makevideo..")
                .and(not(resideInAnyPackage(all(module, all(allowed))))));
  }

  private static String[] packages(String... names) {
    return Stream.of(names).map(name -> "dev.makevideo." + name + "..").toArray(String[]::new);
  }

  private static String[] all(String[]... groups) {
    return Stream.of(groups).flatMap(Stream::of).toArray(String[]::new);
  }
}
