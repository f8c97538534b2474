package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"time"

	"github.com/anishathalye/porcupine"
)

// Line is one thing that a process did, or asked; times are nanoseconds of one monotonic clock.
type Line struct {
	Client string `json:"client"`
	Op     string `json:"op"` // acquire, check, release
	Lock   string `json:"lock"`
	Fence  int64  `json:"fence"`
	Call   int64  `json:"call"`
	Return int64  `json:"return"`
	Lease  int64  `json:"lease"` // of acquire
	Held   bool   `json:"held"`  // of check
	Sure   bool   `json:"sure"`  // of release: nothing took long enough for the lease to run out
}

// readFile leaves out a last line that is not whole: its process was killed.
func readFile(name string) ([]Line, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var lines []Line
	var broken error
	for in := bufio.NewScanner(file); in.Scan(); {
		if broken != nil {
			return nil, broken
		}
		var line Line
		if err := json.Unmarshal(in.Bytes(), &line); err != nil {
			broken = fmt.Errorf("%s: %w", name, err)
			continue
		}
		lines = append(lines, line)
	}
	return lines, nil
}

// step is what the model knows of: acquire and check as noted, release where it is sure, and end:
// some time in its interval the lock ended by itself, or had ended before.
type step struct {
	op    string
	fence int64
}

type state struct {
	fence int64
	held  bool
}

var model = porcupine.Model{
	Init: func() interface{} { return state{} },
	Step: func(before, input, _ interface{}) (bool, interface{}) {
		now, does := before.(state), input.(step)
		ours := now.held && now.fence == does.fence
		switch does.op {
		case "acquire":
			return !now.held && does.fence > now.fence, state{does.fence, true}
		case "check":
			return ours, now
		case "release":
			return ours, state{does.fence, false}
		default:
			if ours {
				return true, state{does.fence, false}
			}
			return true, now
		}
	},
}

// hold is what is known of one acquisition.
type hold struct {
	acquire, check, release *Line
}

func holds(lines []Line) []*hold {
	byFence := map[int64]*hold{}
	var all []*hold
	for i := range lines {
		line := &lines[i]
		if line.Op == "acquire" { // two with one fence stay two, and no order explains them
			byFence[line.Fence] = &hold{acquire: line}
			all = append(all, byFence[line.Fence])
		}
	}
	for i := range lines {
		line := &lines[i]
		of := byFence[line.Fence]
		if of != nil && line.Op == "check" {
			of.check = line
		} else if of != nil && line.Op == "release" {
			of.release = line
		}
	}
	sort.Slice(all, func(i, j int) bool { return all[i].acquire.Fence < all[j].acquire.Fence })
	return all
}

// operations of one lock. A hold that nobody surely released ends before the next one is acquired,
// and not before its lease was over, unless a release may have been sent: that is after its check.
func operations(lines []Line) []porcupine.Operation {
	var all []porcupine.Operation
	add := func(op string, fence, call, back int64) {
		all = append(all, porcupine.Operation{
			ClientId: len(all), Input: step{op, fence}, Call: call, Return: back})
	}
	ordered := holds(lines)
	for i, of := range ordered {
		fence := of.acquire.Fence
		add("acquire", fence, of.acquire.Call, of.acquire.Return)
		if of.check != nil && of.check.Held {
			add("check", fence, of.check.Call, of.check.Return)
		}
		if of.release != nil && of.release.Sure {
			add("release", fence, of.release.Call, of.release.Return)
			continue
		}
		ends := of.acquire.Call + of.acquire.Lease
		if of.check != nil {
			ends = min(ends, of.check.Return)
		}
		if i+1 < len(ordered) {
			add("end", fence, ends, max(ends, ordered[i+1].acquire.Return))
		}
	}
	return all
}

func byLock(lines []Line) map[string][]Line {
	locks := map[string][]Line{}
	for _, line := range lines {
		locks[line.Lock] = append(locks[line.Lock], line)
	}
	return locks
}

// check names the locks whose history no order explains, and those that took too long.
func check(lines []Line, limit time.Duration) (bad, unknown []string) {
	for name, of := range byLock(lines) {
		switch porcupine.CheckOperationsTimeout(model, operations(of), limit) {
		case porcupine.Illegal:
			bad = append(bad, name)
		case porcupine.Unknown:
			unknown = append(unknown, name)
		}
	}
	sort.Strings(bad)
	sort.Strings(unknown)
	return bad, unknown
}

type counts struct {
	names, acquired, released, ended, held int
}

func count(lines []Line) counts {
	var all counts
	for _, of := range byLock(lines) {
		all.names++
		for _, operation := range operations(of) {
			switch operation.Input.(step).op {
			case "acquire":
				all.acquired++
			case "check":
				all.held++
			case "release":
				all.released++
			default:
				all.ended++
			}
		}
	}
	return all
}
