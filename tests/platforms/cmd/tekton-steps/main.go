// tekton-steps TASK DIRECTORY [NAME=VALUE | NAME[]=VALUE]… writes each step of a task as Tekton would run it: variables
// replaced by Tekton's own code, and as platforms.WriteStep says.
//
// NAME is what stands in $(…), such as params.image; NAME[]=VALUE adds a value to an array, NAME[]= alone is an empty
// one. A variable that was not given is an error.
package main

import (
	"fmt"
	"os"
	"regexp"
	"strings"

	platforms "example.com/adder-platforms"
	tekton "github.com/tektoncd/pipeline/pkg/apis/pipeline/v1"
	"github.com/tektoncd/pipeline/pkg/container"
)

func main() {
	if err := run(os.Args[1], os.Args[2], os.Args[3:]); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(file, directory string, assignments []string) error {
	objects, err := platforms.Read(file)
	if err != nil {
		return err
	}
	task, ok := objects[0].(*tekton.Task)
	if !ok {
		return fmt.Errorf("%s holds no task", file)
	}
	values, arrays := map[string]string{}, map[string][]string{}
	for _, assignment := range assignments {
		name, value, _ := strings.Cut(assignment, "=")
		array, isArray := strings.CutSuffix(name, "[]")
		switch {
		case !isArray:
			values[name] = value
		case value == "":
			arrays[array] = []string{}
		default:
			arrays[array] = append(arrays[array], value)
		}
	}
	for number, step := range task.Spec.Steps {
		container.ApplyStepReplacements(&step, values, arrays)
		everything := fmt.Sprint(step.Script, step.Args, step.Env)
		if left := unreplaced.FindString(everything); left != "" {
			return fmt.Errorf("the step %s uses %s, which has no value", step.Name, left)
		}
		if err := platforms.WriteStep(directory, number+1, *step.ToK8sContainer(), step.Script); err != nil {
			return err
		}
	}
	return nil
}

var unreplaced = regexp.MustCompile(`\$\((params|workspaces|results)\.[^)]*\)`)
