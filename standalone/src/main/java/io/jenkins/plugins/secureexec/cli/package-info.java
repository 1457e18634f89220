/** The command line: the engine without Jenkins, for trying snippets out and for scripts. */
package io.jenkins.plugins.secureexec.cli;
