// gitlab-script FILE JOB prints the script of a GitLab CI job, a command after the other, as GitLab hands it to a shell.
package main

import (
	"fmt"
	"os"
	"strings"

	"sigs.k8s.io/yaml"
)

func main() {
	text, err := os.ReadFile(os.Args[1])
	var jobs map[string]struct {
		Script []string `json:"script"`
	}
	if err == nil {
		err = yaml.Unmarshal(text, &jobs)
	}
	job := jobs[os.Args[2]]
	if err == nil && len(job.Script) == 0 {
		err = fmt.Errorf("%s has no job %s with a script", os.Args[1], os.Args[2])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
	fmt.Println(strings.Join(job.Script, "\n"))
}
