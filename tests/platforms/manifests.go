// Package platforms reads the manifests in examples/ as the platforms they are for would: into those platforms' own
// types, with their defaults, and through the checks that their admission webhooks make.
package platforms

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	kpack "github.com/pivotal/kpack/pkg/apis/build/v1alpha2"
	tekton "github.com/tektoncd/pipeline/pkg/apis/pipeline/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"knative.dev/pkg/apis"
	kjson "sigs.k8s.io/json"
	"sigs.k8s.io/yaml"
)

// newObject makes an empty object of a kind, by the manifest's apiVersion and kind.
var newObject = map[string]func() metav1.Object{
	"v1 Secret":                          func() metav1.Object { return &corev1.Secret{} },
	"v1 ServiceAccount":                  func() metav1.Object { return &corev1.ServiceAccount{} },
	"v1 PersistentVolumeClaim":           func() metav1.Object { return &corev1.PersistentVolumeClaim{} },
	"kpack.io/v1alpha2 ClusterStore":     func() metav1.Object { return &kpack.ClusterStore{} },
	"kpack.io/v1alpha2 ClusterStack":     func() metav1.Object { return &kpack.ClusterStack{} },
	"kpack.io/v1alpha2 ClusterBuilder":   func() metav1.Object { return &kpack.ClusterBuilder{} },
	"kpack.io/v1alpha2 ClusterLifecycle": func() metav1.Object { return &kpack.ClusterLifecycle{} },
	"kpack.io/v1alpha2 Builder":          func() metav1.Object { return &kpack.Builder{} },
	"kpack.io/v1alpha2 Image":            func() metav1.Object { return &kpack.Image{} },
	"tekton.dev/v1 Task":                 func() metav1.Object { return &tekton.Task{} },
	"tekton.dev/v1 Pipeline":             func() metav1.Object { return &tekton.Pipeline{} },
	"tekton.dev/v1 PipelineRun":          func() metav1.Object { return &tekton.PipelineRun{} },
}

// A cluster with a default storage class, in which the object is new.
func creation() context.Context {
	return apis.WithinCreate(context.WithValue(context.Background(), kpack.HasDefaultStorageClass, true))
}

// Read reads a file's objects. A field that the kind does not have, by its exact name, is an error; so is what the
// kind's own checks refuse.
func Read(path string) ([]metav1.Object, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return Parse(file)
}

// Parse is Read of what is open already.
func Parse(manifest io.Reader) ([]metav1.Object, error) {
	var objects []metav1.Object
	documents := utilyaml.NewYAMLReader(bufio.NewReader(manifest))
	for {
		document, err := documents.Read()
		if errors.Is(err, io.EOF) {
			return objects, nil
		}
		if err != nil {
			return nil, err
		}
		if len(bytes.TrimSpace(document)) == 0 {
			continue
		}
		object, err := parseOne(document)
		if err != nil {
			return nil, fmt.Errorf("document %d: %w", len(objects)+1, err)
		}
		objects = append(objects, object)
	}
}

func parseOne(document []byte) (metav1.Object, error) {
	asJSON, err := yaml.YAMLToJSONStrict(document)
	if err != nil {
		return nil, err
	}
	var kind metav1.TypeMeta
	if err := kjson.UnmarshalCaseSensitivePreserveInts(asJSON, &kind); err != nil {
		return nil, err
	}
	known := newObject[kind.APIVersion+" "+kind.Kind]
	if known == nil {
		return nil, fmt.Errorf("no kind that is known here: %s %s", kind.APIVersion, kind.Kind)
	}
	object := known()
	strictErrors, err := kjson.UnmarshalStrict(asJSON, object)
	if err = errors.Join(append(strictErrors, err)...); err != nil {
		return nil, fmt.Errorf("%s: %w", kind.Kind, err)
	}
	if err := check(object); err != nil {
		return nil, fmt.Errorf("%s %s: %w", kind.Kind, object.GetName(), err)
	}
	return object, nil
}

func check(object metav1.Object) error {
	if object.GetName() == "" && object.GetGenerateName() != "" {
		object.SetName(object.GetGenerateName() + "x7k2p") // the API server makes it up before anyone checks
	}
	if faults := validation.IsDNS1123Subdomain(object.GetName()); len(faults) > 0 {
		return fmt.Errorf("its name: %v", faults)
	}
	if withDefaults, ok := object.(apis.Defaultable); ok {
		withDefaults.SetDefaults(creation())
	}
	if checked, ok := object.(apis.Validatable); ok {
		if fault := checked.Validate(creation()); fault != nil {
			return fault
		}
	}
	return nil
}
