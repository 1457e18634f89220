/**
 * Everything that happens on the agent: validate a snippet, pick the sandbox, run it under limits, measure it.
 * Nothing here knows Jenkins; the command line and the plugin both come in through {@link
 * io.jenkins.plugins.secureexec.engine.CodeExecutor}.
 */
package io.jenkins.plugins.secureexec.engine;
