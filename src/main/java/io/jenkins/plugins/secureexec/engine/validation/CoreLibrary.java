package io.jenkins.plugins.secureexec.engine.validation;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/**
 * Tells whether the library that parses is, byte for byte, one whose layout in memory {@link Subtree} knows. Any other
 * build might lay its nodes out otherwise, and reading those would end the JVM.
 */
final class CoreLibrary {
    /** tree-sitter 0.26.6 for Linux on x86_64 and on aarch64. */
    private static final Set<String> KNOWN = Set.of(
            "4ab59302322210c3fce46f11df94769055d700bae492b30b77da1d46598a7937",
            "b233ef53d65430f70c06fd6f7c43ddf8033db2dde378a310aad15a263d642282");

    private static final boolean IS_KNOWN = NativeLibraries.areOurs() && KNOWN.contains(digest());

    private CoreLibrary() {}

    static boolean isKnown() {
        return IS_KNOWN;
    }

    private static String digest() {
        try (InputStream in = NativeLibraries.open("tree-sitter")) {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(in.readAllBytes()));
        } catch (IOException | NoSuchAlgorithmException e) {
            return "";
        }
    }
}
