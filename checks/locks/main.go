// Reads what processes noted of the locks they took, and says whether some order of all that
// happened explains it: one holder of a name at a time, with fences that rise.
//
//	go run . [-least N] FILE.jsonl...
//
// Ends with exit code 1 when there is no such order, or fewer than N operations.
package main

import (
	"flag"
	"fmt"
	"os"
	"time"
)

const limit = 5 * time.Minute

func main() {
	least := flag.Int("least", 1, "how many locks must have been taken and released, together")
	flag.Parse()
	var lines []Line
	for _, name := range flag.Args() {
		read, err := readFile(name)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		lines = append(lines, read...)
	}
	counted := count(lines)
	fmt.Printf("locks: %d operations (%d acquired, %d surely released, %d ended some time), %d checks said held\n",
		counted.acquired+counted.released+counted.ended, counted.acquired, counted.released, counted.ended, counted.held)
	if counted.acquired+counted.released+counted.ended < *least {
		fmt.Printf("locks: fewer than %d operations\n", *least)
		os.Exit(1)
	}
	bad, unknown := check(lines, limit)
	fmt.Printf("locks: %d names, %d violations\n", counted.names, len(bad))
	for _, name := range bad {
		fmt.Println("locks: no order explains what happened to", name)
	}
	for _, name := range unknown {
		fmt.Println("locks: not decided in time:", name)
	}
	if len(bad)+len(unknown) > 0 {
		os.Exit(1)
	}
}
