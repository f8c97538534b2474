// Package program makes tctl a dependency that go.mod and go.sum pin.
package program

import _ "github.com/temporalio/tctl/cmd/tctl"
