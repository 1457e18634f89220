package io.jenkins.plugins.secureexec.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rooms and the directions between them. */
@AnalyzeClasses(packages = "io.jenkins.plugins.secureexec", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ENGINE = "io.jenkins.plugins.secureexec.engine";

    @ArchTest
    static final ArchRule the_engine_names_no_jenkins_type = noClasses()
            .that()
            .resideInAPackage(ENGINE + "..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("hudson..", "jenkins..", "org.jenkinsci..", "org.kohsuke..");

    @ArchTest
    static final ArchRule the_engine_does_not_know_who_uses_it = classes()
            .that()
            .resideInAPackage(ENGINE + "..")
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackages(
                    "io.jenkins.plugins.secureexec.cli..",
                    "io.jenkins.plugins.secureexec.policy..",
                    "io.jenkins.plugins.secureexec.agent..",
                    "io.jenkins.plugins.secureexec.step..",
                    "io.jenkins.plugins.secureexec.freestyle..",
                    "io.jenkins.plugins.secureexec.report..");

    @ArchTest
    static final ArchRule a_sandbox_knows_neither_validation_nor_history = noClasses()
            .that()
            .resideInAPackage(ENGINE + ".sandbox..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ENGINE + ".validation..", ENGINE + ".history..");

    @ArchTest
    static final ArchRule the_sandboxes_do_not_know_each_other = noClasses()
            .that()
            .resideInAPackage(ENGINE + ".sandbox.docker..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ENGINE + ".sandbox.nativehost..")
            .allowEmptyShould(true);
}
