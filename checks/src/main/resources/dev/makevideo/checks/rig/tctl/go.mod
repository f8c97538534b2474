module dev.makevideo/tctl

go 1.21

require github.com/temporalio/tctl v1.18.0
