package dev.makevideo.worker;

import dev.makevideo.workflows.contract.BuildActivities;
import dev.makevideo.workflows.contract.ClipActivities;
import dev.makevideo.workflows.contract.ExpiryActivities;
import dev.makevideo.workflows.contract.FreeingActivities;
import dev.makevideo.workflows.contract.HousekeepingActivities;
import dev.makevideo.workflows.contract.NarrationActivities;
import dev.makevideo.workflows.contract.ReadingActivities;
import dev.makevideo.workflows.contract.TimelineActivities;
import dev.makevideo.workflows.contract.ValidationActivities;
import dev.makevideo.workflows.contract.WebhookActivities;

/** The implementations that a worker offers. */
record ActivitySet(
    NarrationActivities narration,
    ClipActivities clips,
    ValidationActivities validation,
    TimelineActivities timeline,
    BuildActivities build,
    HousekeepingActivities housekeeping,
    ExpiryActivities expiry,
    FreeingActivities freeing,
    ReadingActivities reading,
    WebhookActivities webhooks) {}
