/** What ran, where it is looked for: on the page of the build and under its URL. */
package io.jenkins.plugins.secureexec.report;
