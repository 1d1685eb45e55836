// kpack-steps EXAMPLES DIRECTORY TAG RUN-IMAGE PREVIOUS-IMAGE [NAME=VALUE]… writes the init containers of the pod that
// kpack's own code makes of the Image in EXAMPLES (examples/kpack), as platforms.WriteStep says. TAG, and the variables
// if any, take the place of the Image's own; PREVIOUS-IMAGE is that of the last build, or empty.
//
// It prints the bindings, "SECRET PATH" a line: where which secret is mounted.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	platforms "example.com/adder-platforms"
	kpack "github.com/pivotal/kpack/pkg/apis/build/v1alpha2"
	corev1alpha1 "github.com/pivotal/kpack/pkg/apis/core/v1alpha1"
	"github.com/pivotal/kpack/pkg/duckbuilder"
	corev1 "k8s.io/api/core/v1"
)

func main() {
	if len(os.Args) < 6 {
		fmt.Fprintln(os.Stderr, "usage: kpack-steps EXAMPLES DIRECTORY TAG RUN-IMAGE PREVIOUS-IMAGE [NAME=VALUE]…")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3], os.Args[4], os.Args[5], os.Args[6:]); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(examples, directory, tag, runImage, previousImage string, variables []string) error {
	image, builder, err := read(examples)
	if err != nil {
		return err
	}
	image.Spec.Tag = tag
	if len(variables) > 0 {
		image.Spec.Build.Env = nil
	}
	for _, variable := range variables {
		name, value, _ := strings.Cut(variable, "=")
		image.Spec.Build.Env = append(image.Spec.Build.Env, corev1.EnvVar{Name: name, Value: value})
	}
	// What kpack's controllers would have found out.
	image.Status.BuildCacheName = image.Name + "-cache"
	found := &duckbuilder.DuckBuilder{TypeMeta: builder.TypeMeta, ObjectMeta: builder.ObjectMeta}
	found.Status.LatestImage = builder.Spec.Tag
	found.Status.Stack.RunImage = runImage
	source := &kpack.SourceResolver{}
	source.ResolvedSource(corev1alpha1.ResolvedSourceConfig{Git: &corev1alpha1.ResolvedGitSource{
		URL: image.Spec.Source.Git.URL, Revision: image.Spec.Source.Git.Revision, Type: corev1alpha1.Branch}})

	build := image.Build(source, found, nil, kpack.BuildReasonCommit, "", 1, "")
	if previousImage != "" {
		build.Spec.LastBuild = &kpack.LastBuild{Image: previousImage}
	}
	bindings := []kpack.ServiceBinding{}
	for _, service := range image.Spec.Build.Services {
		bindings = append(bindings, &corev1alpha1.ServiceBinding{
			Name: service.Name, SecretRef: &corev1.LocalObjectReference{Name: service.Name}})
	}
	pod, err := build.BuildPod(kpack.BuildPodImages{}, kpack.BuildContext{
		Bindings: bindings,
		BuildPodBuilderConfig: kpack.BuildPodBuilderConfig{
			RunImage: runImage, Uid: 1000, Gid: 1000, PlatformAPIs: []string{"0.7", "0.8", "0.9", "0.10", "0.11", "0.12"}},
	})
	if err != nil {
		return err
	}
	for number, container := range pod.Spec.InitContainers {
		if err := platforms.WriteStep(directory, number+1, container, ""); err != nil {
			return err
		}
	}
	for _, volume := range pod.Spec.Volumes {
		if volume.Secret == nil || !strings.HasPrefix(volume.Name, "binding-") {
			continue
		}
		for _, mount := range pod.Spec.InitContainers[len(pod.Spec.InitContainers)-2].VolumeMounts {
			if mount.Name == volume.Name {
				fmt.Println(volume.Secret.SecretName, mount.MountPath)
			}
		}
	}
	return nil
}

func read(examples string) (image *kpack.Image, builder *kpack.ClusterBuilder, err error) {
	for _, file := range []string{"app.yaml", "operator.yaml"} {
		objects, err := platforms.Read(filepath.Join(examples, file))
		if err != nil {
			return nil, nil, err
		}
		for _, object := range objects {
			switch it := object.(type) {
			case *kpack.Image:
				image = it
			case *kpack.ClusterBuilder:
				builder = it
			}
		}
	}
	if image == nil || builder == nil {
		return nil, nil, fmt.Errorf("%s lacks an Image or a ClusterBuilder", examples)
	}
	return image, builder, nil
}
