package dev.makevideo.worker;

import dev.makevideo.activity.BuildActivities;
import dev.makevideo.activity.ClipActivities;
import dev.makevideo.activity.HousekeepingActivities;
import dev.makevideo.activity.NarrationActivities;
import dev.makevideo.activity.TimelineActivities;
import dev.makevideo.activity.ValidationActivities;

/** The implementations that a worker offers. */
record ActivitySet(
    NarrationActivities narration,
    ClipActivities clips,
    ValidationActivities validation,
    TimelineActivities timeline,
    BuildActivities build,
    HousekeepingActivities housekeeping) {}
