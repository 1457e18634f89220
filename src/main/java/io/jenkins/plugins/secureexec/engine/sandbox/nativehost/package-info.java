/**
 * The native sandbox: bubblewrap builds the namespaces and the file tree, control groups (or sampling, where the agent
 * may have none) hold memory, CPU and tasks, a seccomp filter holds system calls, a watchdog outlives the JVM.
 */
package io.jenkins.plugins.secureexec.engine.sandbox.nativehost;
