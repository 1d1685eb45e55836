package platforms

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	kpack "github.com/pivotal/kpack/pkg/apis/build/v1alpha2"
	tekton "github.com/tektoncd/pipeline/pkg/apis/pipeline/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

const root = "../.."

func readAll(t *testing.T, directory string) []metav1.Object {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(root, "examples", directory, "*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("there are no manifests in %s: %v", directory, err)
	}
	var objects []metav1.Object
	for _, file := range files {
		read, err := Read(file)
		if err != nil {
			t.Errorf("%s: %v", file, err)
		}
		objects = append(objects, read...)
	}
	return objects
}

func all[T metav1.Object](objects []metav1.Object) []T {
	var found []T
	for _, object := range objects {
		if it, ok := object.(T); ok {
			found = append(found, it)
		}
	}
	return found
}

// one is the only object of its type.
func one[T metav1.Object](t *testing.T, objects []metav1.Object) T {
	t.Helper()
	found := all[T](objects)
	if len(found) != 1 {
		t.Fatalf("there are %d of %T", len(found), *new(T))
	}
	return found[0]
}

func named[T metav1.Object](t *testing.T, objects []metav1.Object, namespace, name string) T {
	t.Helper()
	for _, object := range all[T](objects) {
		if object.GetNamespace() == namespace && object.GetName() == name {
			return object
		}
	}
	t.Fatalf("there is no %T %s in %q", *new(T), name, namespace)
	panic("not reached")
}

func text(t *testing.T, path ...string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(append([]string{root}, path...)...))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func TestKpackManifestsAreAcceptedAndFitEachOther(t *testing.T) {
	objects := readAll(t, "kpack")
	builder := one[*kpack.ClusterBuilder](t, objects)
	image := one[*kpack.Image](t, objects)

	named[*kpack.ClusterStack](t, objects, "", builder.Spec.Stack.Name)
	named[*kpack.ClusterStore](t, objects, "", builder.Spec.Store.Name)
	operator := builder.Spec.ServiceAccountRef
	account := named[*corev1.ServiceAccount](t, objects, operator.Namespace, operator.Name)
	named[*corev1.Secret](t, objects, operator.Namespace, account.Secrets[0].Name)

	if image.Spec.Builder.Name != builder.Name {
		t.Errorf("the image is built by %s, not by %s", image.Spec.Builder.Name, builder.Name)
	}
	named[*corev1.ServiceAccount](t, objects, image.Namespace, image.Spec.ServiceAccountName)
	if len(image.Spec.Build.Services) != 2 {
		t.Fatalf("there are %d bindings", len(image.Spec.Build.Services))
	}
	for _, service := range image.Spec.Build.Services {
		secret := named[*corev1.Secret](t, objects, image.Namespace, service.Name)
		if kind := secret.StringData["type"]; "service.binding/"+kind != string(secret.Type) {
			t.Errorf("the binding %s is of type %q, its secret of %q", service.Name, kind, secret.Type)
		}
	}
}

func TestKpackBuilderHoldsThisBuildpack(t *testing.T) {
	id := regexp.MustCompile(`(?m)^id = "(.*)"$`).FindStringSubmatch(text(t, "buildpack.toml"))[1]
	builder := one[*kpack.ClusterBuilder](t, readAll(t, "kpack"))
	if got := builder.Spec.Order[0].Group[0].Id; got != id {
		t.Errorf("the order names %s, this buildpack is %s", got, id)
	}
}

func TestTektonManifestsAreAcceptedAndFitEachOther(t *testing.T) {
	objects := readAll(t, "tekton")
	task := one[*tekton.Task](t, objects)
	pipeline := one[*tekton.Pipeline](t, objects)
	run := one[*tekton.PipelineRun](t, objects)

	for _, step := range pipeline.Spec.Tasks {
		if step.TaskRef.Name == task.Name {
			fits(t, "the task", declared(task.Spec.Params), required(task.Spec.Params), given(step.Params))
			fits(t, "the task's workspaces", taskWorkspaces(task, true), taskWorkspaces(task, false), bound(step.Workspaces))
		}
	}
	fits(t, "the pipeline", declared(pipeline.Spec.Params), required(pipeline.Spec.Params), given(run.Spec.Params))
	var everything, needed, there []string
	for _, workspace := range pipeline.Spec.Workspaces {
		everything = append(everything, workspace.Name)
		if !workspace.Optional {
			needed = append(needed, workspace.Name)
		}
	}
	for _, workspace := range run.Spec.Workspaces {
		there = append(there, workspace.Name)
	}
	fits(t, "the pipeline's workspaces", everything, needed, there)
	if run.Spec.PipelineRef.Name != pipeline.Name {
		t.Errorf("the run is of %s, the pipeline is %s", run.Spec.PipelineRef.Name, pipeline.Name)
	}
}

func TestTektonBindingsAreDirectoriesOfTheirSecretsEntries(t *testing.T) {
	objects := readAll(t, "tekton")
	run := one[*tekton.PipelineRun](t, objects)
	i := slices.IndexFunc(run.Spec.Workspaces, func(w tekton.WorkspaceBinding) bool { return w.Name == "bindings" })
	if i < 0 {
		t.Fatal("the run binds no bindings")
	}
	for _, source := range run.Spec.Workspaces[i].Projected.Sources {
		secret := named[*corev1.Secret](t, objects, "", source.Secret.Name)
		if len(source.Secret.Items) != len(secret.StringData) {
			t.Errorf("%d of the %d entries of %s are projected", len(source.Secret.Items), len(secret.StringData), secret.Name)
		}
		for _, item := range source.Secret.Items {
			if _, there := secret.StringData[item.Key]; !there || item.Path != secret.Name+"/"+item.Key {
				t.Errorf("%s of %s becomes %s", item.Key, secret.Name, item.Path)
			}
		}
	}
}

func fits(t *testing.T, what string, declared, required, given []string) {
	t.Helper()
	for _, name := range given {
		if !slices.Contains(declared, name) {
			t.Errorf("%s: %s is given and not declared", what, name)
		}
	}
	for _, name := range required {
		if !slices.Contains(given, name) {
			t.Errorf("%s: %s is needed and not given", what, name)
		}
	}
}

func declared(params tekton.ParamSpecs) []string {
	var names []string
	for _, param := range params {
		names = append(names, param.Name)
	}
	return names
}

func required(params tekton.ParamSpecs) []string {
	var names []string
	for _, param := range params {
		if param.Default == nil {
			names = append(names, param.Name)
		}
	}
	return names
}

func given(params tekton.Params) []string {
	var names []string
	for _, param := range params {
		names = append(names, param.Name)
	}
	return names
}

func bound(workspaces []tekton.WorkspacePipelineTaskBinding) []string {
	var names []string
	for _, workspace := range workspaces {
		names = append(names, workspace.Name)
	}
	return names
}

func taskWorkspaces(task *tekton.Task, withOptional bool) []string {
	var names []string
	for _, workspace := range task.Spec.Workspaces {
		if withOptional || !workspace.Optional {
			names = append(names, workspace.Name)
		}
	}
	return names
}

// What would be wrong is found: each of these is a manifest of the examples with one change.
func TestMistakesAreRefused(t *testing.T) {
	for _, mistake := range []struct{ file, from, to, says string }{
		{"kpack/app.yaml", "  tag: registry.example.com/apps/guest-book\n", "", "spec.tag"},
		{"kpack/app.yaml", "tag: registry.example.com/apps/guest-book", "tag: Not/An Image", "spec.tag"},
		{"kpack/app.yaml", "  tag:", "  image:", `unknown field "spec.image"`},
		{"kpack/app.yaml", "      size: 1Gi", "      request: 1Gi", `unknown field "spec.cache.volume.request"`},
		{"kpack/app.yaml", "kind: ClusterBuilder", "kind: ClusterBuilders", "spec.builder.kind"},
		{"kpack/app.yaml", "        name: package-index", "        names: package-index", "services[1]"},
		{"kpack/app.yaml", "      revision: main\n", "      revision: main\n    blob:\n      url: https://x.example.com\n", "spec.source"},
		{"kpack/app.yaml", "apiVersion: kpack.io/v1alpha2", "apiVersion: kpack.io/v1", "no kind that is known here"},
		{"kpack/operator.yaml", "  id: com.example.stacks.debian-12\n", "", "spec.id"},
		{"kpack/operator.yaml", "    - image: registry.example.com/buildpacks/adder-python:0.1.0\n", "", "spec.sources"},
		{"kpack/operator.yaml", "        - id: adder/python\n", "        - version: 0.1.0\n", "order[0].group[0]"},
		{"tekton/task.yaml", "stepTemplate:", "stepTemplates:", `unknown field "spec.stepTemplates"`},
		{"tekton/task.yaml", "$(params.image)", "$(params.images)", "params.images"},
		{"tekton/task.yaml", `["$(params.env[*])"]`, `["--env=$(params.env[*])"]`, "isolated"},
		{"tekton/task.yaml", "  steps:", "  stages:", "spec.stages"},
		{"tekton/pipeline.yaml", "runAfter: [fetch]", "runAfter: [clone]", "clone"},
		{"tekton/pipeline.yaml", "value: $(params.builder)", "value: $(params.build)", "params.build"},
		{"tekton/pipeline.yaml", "results.IMAGE_URL)", "result.IMAGE_URL)", "spec.results[0].value"},
		{"tekton/run.yaml", "generateName: guest-book-", "generateName: Guest_Book-", "its name"},
		{"tekton/run.yaml", "pipelineRef:", "pipelineReference:", `unknown field "spec.pipelineReference"`},
		{"tekton/run.yaml", "        claimName: guest-book-cache\n", "", "persistentvolumeclaim"},
		{"tekton/run.yaml", "    - name: dockerconfig\n", "    - name: bindings\n", "bindings"},
	} {
		t.Run(mistake.file+" "+mistake.says, func(t *testing.T) {
			right := text(t, "examples", mistake.file)
			wrong := strings.Replace(right, mistake.from, mistake.to, 1)
			if wrong == right {
				t.Fatalf("%q is not in the file", mistake.from)
			}
			_, err := Parse(strings.NewReader(wrong))
			if err == nil {
				t.Fatal("it was accepted")
			}
			if !strings.Contains(err.Error(), mistake.says) {
				t.Errorf("refused for another reason: %v", err)
			}
		})
	}
}
