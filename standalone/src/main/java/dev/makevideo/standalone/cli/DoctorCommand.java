package dev.makevideo.standalone.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.makevideo.standalone.doctor.Doctor;
import dev.makevideo.standalone.doctor.Finding;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;

/** {@code doctor}. */
@Command(
    name = "doctor",
    description = "Tells what was found of all that is needed, and how to get what is missing.",
    footerHeading = "%nExamples:%n",
    footer = {"  make-video doctor", "  make-video doctor --json"})
final class DoctorCommand extends ConsoleCommand {
  DoctorCommand(Context context) {
    super(context);
  }

  @Override
  ExitCode run() throws InterruptedException {
    List<Finding> findings = new Doctor(context.environment()).examine();
    boolean missing =
        findings.stream().anyMatch(finding -> finding.level() == Finding.Level.MISSING);
    ObjectNode answer = object().put("status", missing ? "incomplete" : "ok");
    for (Finding finding : findings) {
      context.console().tell(mark(finding) + " " + finding.name() + ": " + finding.found());
      if (!finding.advice().isEmpty()) {
        context.console().tell("       " + finding.advice());
      }
      answer
          .withArray("checks")
          .addObject()
          .put("name", finding.name())
          .put("level", finding.level().name().toLowerCase(Locale.ROOT))
          .put("found", finding.found())
          .put("advice", finding.advice());
    }
    context.console().result(text(answer));
    return missing ? ExitCode.FAILED : ExitCode.OK;
  }

  private static String mark(Finding finding) {
    return switch (finding.level()) {
      case OK -> "[ ok ]";
      case NOTE -> "[note]";
      case MISSING -> "[MISS]";
    };
  }
}
