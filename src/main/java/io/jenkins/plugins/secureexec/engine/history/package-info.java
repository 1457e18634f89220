/** What ran: the log of executions, one JSON line each, and what can be counted in it. */
package io.jenkins.plugins.secureexec.engine.history;
