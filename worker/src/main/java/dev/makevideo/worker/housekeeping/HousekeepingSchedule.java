package dev.makevideo.worker.housekeeping;

import dev.makevideo.workflows.contract.HousekeepingActivities;
import dev.makevideo.workflows.pipeline.HousekeepingWorkflow;
import dev.makevideo.workflows.stage.TaskQueues;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleAlreadyRunningException;
import io.temporal.client.schedules.ScheduleCalendarSpec;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleRange;
import io.temporal.client.schedules.ScheduleSpec;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the house kept daily at 03:00 of this host's time zone, by one schedule for all workers. A
 * server without schedules, such as the in-memory one, has it done once, now.
 */
public final class HousekeepingSchedule {
  /** The schedule's id, and the beginning of its workflows' ids. */
  static final String ID = "make-video-housekeeping";

  private static final Logger log = LoggerFactory.getLogger(HousekeepingSchedule.class);
  private static final int HOUR = 3;

  /** A server that was away at three does it later that hour; the default is a year. */
  private static final Duration CATCH_UP = Duration.ofHours(1);

  private final WorkflowClient client;
  private final HousekeepingActivities now;

  public HousekeepingSchedule(WorkflowClient client, HousekeepingActivities now) {
    this.client = client;
    this.now = now;
  }

  /** Makes the schedule where there is none. Trouble is logged: it must not keep a worker away. */
  public void ensure() {
    ScheduleClient schedules =
        ScheduleClient.newInstance(
            client.getWorkflowServiceStubs(),
            ScheduleClientOptions.newBuilder()
                .setNamespace(client.getOptions().getNamespace())
                .setDataConverter(client.getOptions().getDataConverter())
                .build());
    try {
      schedules.createSchedule(ID, daily(), ScheduleOptions.newBuilder().build());
      log.atInfo().addKeyValue("schedule", ID).addKeyValue("hour", HOUR).log("schedule made");
    } catch (ScheduleAlreadyRunningException e) {
      log.atDebug().addKeyValue("schedule", ID).log("schedule is there");
    } catch (RuntimeException e) {
      if (isUnimplemented(e)) {
        log.atInfo().log("this server has no schedules: the store is cleaned now, and not daily");
        inBackground();
      } else {
        log.atWarn().setCause(e).log("schedule not made; the store is not cleaned daily");
      }
    }
  }

  private static boolean isUnimplemented(Throwable error) {
    return Stream.iterate(error, Objects::nonNull, Throwable::getCause)
        .anyMatch(
            cause ->
                cause instanceof StatusRuntimeException status
                    && status.getStatus().getCode() == Status.Code.UNIMPLEMENTED);
  }

  private void inBackground() {
    Thread thread =
        new Thread(
            () -> {
              try {
                now.collectArtifacts();
              } catch (RuntimeException e) {
                log.atWarn().setCause(e).log("artifacts not collected");
              }
            },
            "housekeeping");
    thread.setDaemon(true);
    thread.start();
  }

  private static Schedule daily() {
    return Schedule.newBuilder()
        .setAction(
            ScheduleActionStartWorkflow.newBuilder()
                .setWorkflowType(HousekeepingWorkflow.class)
                .setOptions(
                    WorkflowOptions.newBuilder()
                        .setWorkflowId(ID)
                        .setTaskQueue(TaskQueues.LIGHT)
                        .setWorkflowExecutionTimeout(Duration.ofHours(6))
                        .build())
                .build())
        .setSpec(
            ScheduleSpec.newBuilder()
                .setCalendars(
                    List.of(
                        ScheduleCalendarSpec.newBuilder()
                            .setHour(List.of(new ScheduleRange(HOUR)))
                            .build()))
                .setTimeZoneName(ZoneId.systemDefault().getId())
                .build())
        .setPolicy(
            SchedulePolicy.newBuilder()
                .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP)
                .setCatchupWindow(CATCH_UP)
                .build())
        .build();
  }
}
