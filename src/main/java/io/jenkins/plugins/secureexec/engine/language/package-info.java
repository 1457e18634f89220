/** What the engine knows of each language: how its snippets are named, compiled and run. All of it is data. */
package io.jenkins.plugins.secureexec.engine.language;
