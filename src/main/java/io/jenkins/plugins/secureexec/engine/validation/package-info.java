/**
 * Reads a snippet's syntax tree and says what it has no business with. A language is a file of data: how its tree
 * gives names and constants their meaning, and the rules over those meanings. Nothing here runs the snippet.
 */
package io.jenkins.plugins.secureexec.engine.validation;
