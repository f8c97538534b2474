package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

const lease = 100

func acquire(client string, fence, call, back int64) Line {
	return Line{Client: client, Op: "acquire", Lock: "x", Fence: fence, Call: call, Return: back, Lease: lease}
}

func asked(client string, fence, at int64, held bool) Line {
	return Line{Client: client, Op: "check", Lock: "x", Fence: fence, Call: at, Return: at + 1, Held: held}
}

func release(client string, fence, at int64, sure bool) Line {
	return Line{Client: client, Op: "release", Lock: "x", Fence: fence, Call: at, Return: at + 1, Sure: sure}
}

func TestVerdicts(t *testing.T) {
	for _, c := range []struct {
		name  string
		good  bool
		lines []Line
	}{
		{"one after the other", true, []Line{
			acquire("a", 1, 0, 10), asked("a", 1, 20, true), release("a", 1, 22, true),
			acquire("b", 2, 5, 30), release("b", 2, 40, true)}},
		{"two at once", false, []Line{
			acquire("a", 1, 0, 10), acquire("b", 2, 15, 20), release("a", 1, 30, true), release("b", 2, 40, true)}},
		{"a fence that falls", false, []Line{
			acquire("a", 2, 0, 10), release("a", 2, 12, true), acquire("b", 1, 20, 30), release("b", 1, 40, true)}},
		{"one fence twice", false, []Line{
			acquire("a", 1, 0, 10), release("a", 1, 12, true), acquire("b", 1, 20, 30)}},
		{"a killed holder's lock after its lease", true, []Line{
			acquire("a", 1, 0, 10), acquire("b", 2, 20, lease+20), release("b", 2, lease+30, true)}},
		{"a killed holder's lock within its lease", false, []Line{
			acquire("a", 1, 0, 10), acquire("b", 2, 20, lease-1), release("b", 2, lease+30, true)}},
		{"who was killed may have released after his last question", true, []Line{
			acquire("a", 1, 0, 10), asked("a", 1, 20, true), acquire("b", 2, 20, 40)}},
		{"a paused holder who knows that he lost it", true, []Line{
			acquire("a", 1, 0, 10), acquire("b", 2, 20, lease+20), asked("a", 1, 200, false),
			release("a", 1, 202, false), release("b", 2, 250, true)}},
		{"a paused holder who thinks that he has it", false, []Line{
			acquire("a", 1, 0, 10), acquire("b", 2, 20, lease+20), asked("a", 1, 200, true),
			release("a", 1, 202, false), release("b", 2, 250, true)}},
	} {
		bad, unknown := check(c.lines, time.Minute)
		if len(unknown) > 0 || (len(bad) == 0) != c.good {
			t.Errorf("%s: bad %v, unknown %v", c.name, bad, unknown)
		}
	}
}

func TestOnlyALastLineMayBeBroken(t *testing.T) {
	name := filepath.Join(t.TempDir(), "h.jsonl")
	good := `{"client":"a","op":"acquire","lock":"x","fence":1,"call":1,"return":2,"lease":3}` + "\n"
	for text, lines := range map[string]int{good + `{"cli`: 1, good + `{"cli` + "\n" + good: -1} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		read, err := readFile(name)
		if (err != nil) != (lines < 0) || (err == nil && len(read) != lines) {
			t.Errorf("%q: %v, %v", text, read, err)
		}
	}
}
