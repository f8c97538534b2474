// Reads dashboards strictly by Grafana's published schema (its Foundation SDK, Apache-2.0): a field
// that the schema does not know, a value that it does not allow, or a panel type without a schema
// is an error.
//
//	go run . FILE...
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/cog/plugins"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

func main() {
	plugins.RegisterDefaultPlugins()
	failed := len(os.Args) < 2
	for _, file := range os.Args[1:] {
		panels, err := check(file)
		if err != nil {
			failed = true
			fmt.Fprintf(os.Stderr, "%s: %v\n", file, err)
		} else {
			fmt.Printf("%s: %d panels fit the schema\n", file, panels)
		}
	}
	if failed {
		os.Exit(1)
	}
}

func check(file string) (int, error) {
	bytes, err := os.ReadFile(file)
	if err != nil {
		return 0, err
	}
	var strict, read dashboard.Dashboard
	if err := real(strict.UnmarshalJSONStrict(bytes)); err != nil {
		return 0, err
	}
	// Read again: the strict way leaves out a panel where it returns an empty list of errors.
	if err := json.Unmarshal(bytes, &read); err != nil {
		return 0, err
	}
	if err := real(read.Validate()); err != nil {
		return 0, err
	}
	for _, panel := range read.Panels {
		if panel.Panel == nil {
			continue
		}
		if _, known := cog.ConfigForPanelcfgVariant(panel.Panel.Type); !known {
			return 0, fmt.Errorf("there is no schema for panels of type %q", panel.Panel.Type)
		}
	}
	return len(read.Panels), nil
}

// The SDK returns an empty list of errors where there is none.
func real(err error) error {
	var list cog.BuildErrors
	if errors.As(err, &list) && len(list) == 0 {
		return nil
	}
	return err
}
