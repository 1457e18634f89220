/**
 * Runs stages in containers of a Docker daemon, each stage in one of its own that is thrown away. Everything goes over
 * the daemon's API, so the daemon may be on another machine; what ended a stage and what it used is told by the daemon
 * and the kernel.
 */
package io.jenkins.plugins.secureexec.engine.sandbox.docker;
