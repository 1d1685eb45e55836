package platforms

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// WriteStep writes what runs in a container of a pod: the script or command, arguments and environment (which end with a
// zero byte each) and the user, if it is not the image's, a file each in DIRECTORY/NUMBER-NAME.
func WriteStep(directory string, number int, container corev1.Container, script string) error {
	directory = filepath.Join(directory, fmt.Sprintf("%d-%s", number, container.Name))
	var env, args strings.Builder
	for _, variable := range container.Env {
		fmt.Fprintf(&env, "%s=%s\x00", variable.Name, variable.Value)
	}
	for _, argument := range append(container.Command, container.Args...) {
		fmt.Fprintf(&args, "%s\x00", argument)
	}
	user := ""
	if context := container.SecurityContext; context != nil && context.RunAsUser != nil {
		user = fmt.Sprint(*context.RunAsUser)
	}
	if err := os.MkdirAll(directory, 0o755); err != nil {
		return err
	}
	for name, text := range map[string]string{"script": script, "env": env.String(), "args": args.String(), "user": user} {
		if err := os.WriteFile(filepath.Join(directory, name), []byte(text), 0o755); err != nil {
			return err
		}
	}
	return nil
}
