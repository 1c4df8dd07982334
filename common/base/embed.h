/*
 * embed - a file of the source tree as bytes in the program.
 *
 *   EMBED(page_css, GATEWAY_DIR "/pages/page.css");   defines const char page_css[]
 *                                                     and const char page_css_end[]
 * The bytes are followed by a NUL that is not counted.
 */
#ifndef BASE_EMBED_H
#define BASE_EMBED_H

#define EMBED(symbol, path)                                                                        \
    __asm__(".section .rodata\n"                                                                   \
            ".global " #symbol "\n"                                                                \
            ".global " #symbol "_end\n"                                                            \
            ".type " #symbol ", @object\n"                                                         \
            "" #symbol ":\n"                                                                       \
            ".incbin \"" path "\"\n"                                                               \
            "" #symbol "_end:\n"                                                                   \
            ".byte 0\n"                                                                            \
            ".size " #symbol ", . - " #symbol "\n"                                                 \
            ".previous\n");                                                                        \
    extern const char symbol[], symbol##_end[]

#endif
