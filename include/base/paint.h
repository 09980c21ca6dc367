/* SPDX-License-Identifier: MIT */
/*
 * paint.h - what a piece of screen means, and how a theme shows it.
 *
 * Views paint cells with a role ("late", "selection"); a theme gives every
 * role a style; the terminal room turns styles into attributes. State is
 * never shown by colour alone, so a theme cannot hide anything. To add a
 * role: one row in PAINT_LIST; themes that do not name it fall back on the
 * role given there.
 */
#ifndef BASE_PAINT_H
#define BASE_PAINT_H

#include <stdbool.h>
#include <stdint.h>

/* X(NAME, "name in theme files", fallback, "what it is for") */
#define PAINT_LIST(X)                                                        \
	X(TEXT, "text", TEXT, "ordinary text")                               \
	X(DIM, "dim", TEXT, "less important text, hints")                    \
	X(STRONG, "strong", TEXT, "headings within a view")                  \
	X(TITLE, "title", TEXT, "title line at the top")                     \
	X(TITLE_ALERT, "title_alert", TITLE, "READ-ONLY, SAMPLE, another today") \
	X(TAB, "tab", TITLE, "tab of a view that is not shown")              \
	X(TAB_ACTIVE, "tab_active", TITLE, "tab of the view that is shown")  \
	X(FOOTER, "footer", TITLE, "footer line, text")                      \
	X(FOOTER_KEY, "footer_key", FOOTER, "footer line, keys")             \
	X(PANE, "pane", STRONG, "title of a pane without focus")             \
	X(PANE_ACTIVE, "pane_active", PANE, "title of the pane with focus")  \
	X(HEADER, "header", STRONG, "column headings")                       \
	X(SELECTION, "selection", TEXT, "selected row of the pane with focus") \
	X(SELECTION_IDLE, "selection_idle", TEXT, "selected row elsewhere")  \
	X(MARK, "mark", STRONG, "mark before a marked row")                  \
	X(MATCH, "match", STRONG, "what a filter found")                     \
	X(LABEL, "label", DIM, "label of a field")                           \
	X(INPUT, "input", TEXT, "a field that can be typed in")              \
	X(INPUT_FOCUS, "input_focus", INPUT, "the field with focus")         \
	X(INPUT_SELECTED, "input_selected", SELECTION, "selected text in a field") \
	X(LINK, "link", TEXT, "a reference that can be followed")            \
	X(BORDER, "border", DIM, "lines and borders")                        \
	X(DIALOG, "dialog", TEXT, "inside of a dialog")                      \
	X(DIALOG_TITLE, "dialog_title", STRONG, "title of a dialog")         \
	X(DISABLED, "disabled", DIM, "what is not possible now")             \
	X(KEYCAP, "keycap", STRONG, "a key in help and palette")             \
	X(GOOD, "good", TEXT, "done, saved")                                 \
	X(WARNING, "warning", STRONG, "look at this")                        \
	X(ERROR, "error", STRONG, "it did not work")                         \
	X(LATE, "late", ERROR, "past a clock")                               \
	X(SOON, "soon", WARNING, "due shortly")                              \
	X(OPEN, "open", TEXT, "open")                                        \
	X(CLOSED, "closed", DIM, "closed, complete")                         \
	X(WAITING, "waiting", TEXT, "waiting on the other side")             \
	X(CHANGED, "changed", WARNING, "changed, not saved")                 \
	X(CONTROL, "control", ERROR, "a control character made visible")     \
	X(SCROLLBAR, "scrollbar", BORDER, "scroll bar")                      \
	X(BAR, "bar", TEXT, "bars of charts")                                \
	X(BASELINE, "baseline", DIM, "baseline in the Gantt")                \
	X(CRITICAL, "critical", WARNING, "critical path")                    \
	X(TODAY, "today", WARNING, "today line")

enum paint {
#define PAINT_ENUM(id, name, fallback, help) PAINT_##id,
	PAINT_LIST(PAINT_ENUM)
#undef PAINT_ENUM
	PAINT_MAX
};

const char *paint_name(enum paint p);
const char *paint_help(enum paint p);
enum paint paint_fallback(enum paint p);
enum paint paint_by_name(const char *name); /* PAINT_MAX if unknown */

enum style_attr {
	STYLE_BOLD = 1,
	STYLE_DIM = 2,
	STYLE_UNDERLINE = 4,
	STYLE_REVERSE = 8,
	STYLE_ITALIC = 16
};

#define STYLE_DEFAULT_COLOR (-1) /* the terminal's own */

/*
 * Colours are palette numbers 0..255. Each style carries a choice for 256
 * colours and one for 8 or 16; the terminal room takes what the terminal has.
 */
struct style {
	int16_t fg, bg;     /* 0..255 or STYLE_DEFAULT_COLOR */
	int16_t fg8, bg8;   /* 0..15 or STYLE_DEFAULT_COLOR */
	uint8_t attrs;      /* with colours */
	uint8_t mono_attrs; /* without colours */
	bool set;           /* false: use the fallback role */
};

struct theme {
	char name[32];
	struct style style[PAINT_MAX];
};

/* The compiled-in theme: the terminal's own colours. */
const struct theme *theme_builtin(void);

/* The style of a role, fallbacks followed. */
struct style theme_style(const struct theme *t, enum paint p);

#endif
