/* SPDX-License-Identifier: MIT */
/* commands.c - the command table. */
#include "cli/cli_private.h"

#define B CLI_BIT
#define ROWS (B(CLI_FORMAT) | B(CLI_CSV_SAFE) | B(CLI_OUTPUT))
#define LOOK (B(CLI_COLUMNS) | B(CLI_VIEW) | B(CLI_SORT) | B(CLI_LIMIT))
#define DAYS (B(CLI_AS_OF) | B(CLI_KNOWN_ON) | B(CLI_CHANGED_SINCE))

static const struct cli_command commands[] = {
	{ .name = "init", .usage = "", .run = cmd_init, .needs = CLI_NEEDS_APP, .max_words = 0,
	  .options = B(CLI_SAMPLE) | B(CLI_SHARED) | B(CLI_ADMIN) | B(CLI_KEY_FILE), .summary = "make a database",
	  .examples = "closeout init\n"
		      "closeout -d try.db init --sample\n"
		      "closeout init --shared --admin alice --key alice.pub\n",
	  .help = "Makes the database and its folder, never over one that is there. It belongs to who makes it: one account "
		  "by the login name, which may do everything; approvals need a second person and are not offered. With "
		  "--sample it holds the sample records and any account can be tried with --user. With "
		  "--shared it is for many people on one host, who come in over SSH: see closeout(8)." },
	{ .name = "list", .usage = "ENTITY [QUERY ...]", .run = cmd_list, .needs = CLI_NEEDS_ACCOUNT,
	  .min_words = 1, .max_words = -1, .options = ROWS | DAYS | LOOK,
	  .summary = "list records",
	  .examples = "closeout list recommendations is:open\n"
		      "closeout list recommendations is:closed --as-of 2012-09-25 --format csv\n"
		      "closeout list reports --sort number --columns number,issued_on,stated_rec_count\n"
		      "closeout list milestones 'due<+30d' --sort due\n"
		      "closeout list recommendations --view 'Late ones'\n",
	  .help = "Prints the records of one kind that match the query; several words of a query mean that all must hold. "
		  "In JSON every field is given unless --columns names some. --view takes filter, columns and order of a saved "
		  "view; what is said besides narrows it or stands in place of it. The exit status is 1 where nothing matches." },
	{ .name = "show", .usage = "REF", .run = cmd_show, .needs = CLI_NEEDS_ACCOUNT, .min_words = 1,
	  .max_words = 1, .options = B(CLI_FORMAT) | B(CLI_AS_OF) | B(CLI_OUTPUT),
	  .summary = "show one record with what hangs on it",
	  .examples = "closeout show OIG-12-130/1\n"
		      "closeout show OIG-12-130/1 --format json\n"
		      "closeout show OIG-11-119 --as-of 2011-12-31\n",
	  .help = "Formats are text and json." },
	{ .name = "add", .usage = "ENTITY FIELD=VALUE ...", .run = cmd_add, .needs = CLI_NEEDS_ACCOUNT,
	  .min_words = 2, .max_words = -1, .options = B(CLI_REASON) | B(CLI_DRY_RUN),
	  .summary = "add a record",
	  .examples = "closeout add office code=OCC name='Office of Chief Counsel'\n"
		      "closeout add recommendation report=OIG-12-130 to_office=OPR owner_office=OPR text=@draft.txt\n"
		      "closeout add addressee report=OIG-12-130 name='A. Example' office=OPR\n"
		      "closeout add update subject=OIG-12-130/1 text='Study is in review' next_step_on=+2w\n",
	  .help = "Prints the reference of the new record. FIELD=@FILE reads the value from a file, FIELD=- from standard "
		  "input; @@ stands for one @ at the beginning of a value. Lines, such as addressees, are records of their "
		  "own, or are given with their record as JSON: addressees='[{\"name\":\"A. Example\"}]'." },
	{ .name = "set", .usage = "REF FIELD=VALUE ...", .run = cmd_set, .needs = CLI_NEEDS_ACCOUNT,
	  .min_words = 1, .max_words = -1,
	  .options = ROWS | B(CLI_IF_VERSION) | B(CLI_WHERE) | B(CLI_YES) | B(CLI_DRY_RUN) | B(CLI_REASON),
	  .summary = "change a record",
	  .examples = "closeout set OIG-12-130/1 next_step='Ask for the study' next_step_on=+1w\n"
		      "closeout set OIG-12-130/1 next_step= --if-version 412\n"
		      "closeout set recommendations --where 'is:open next_step:none' next_step=Call --dry-run\n"
		      "closeout set milestones --where 'plan:RECLASS-FY13 state:draft' owner_user=planner --yes\n",
	  .help = "Prints the reference. An empty value clears the field. --if-version refuses with exit status 75 unless the "
		  "record still is at that version. With --where every record that matches is changed in one batch: say "
		  "ENTITY (recommendations where it is left out) instead of REF. It prints what would become of each record, old "
		  "and new, and why one may not be changed; only --yes writes. Those that may not be are left out, and the exit "
		  "status is 1. What only a life cycle moves, such as a status, is refused with the action that moves it." },
	{ .name = "do", .usage = "ACTION REF ... [FIELD=VALUE ...]", .run = cmd_do, .needs = CLI_NEEDS_ACCOUNT, .min_words = 1,
	  .max_words = -1,
	  .options = ROWS | B(CLI_LIST) | B(CLI_AS) | B(CLI_IF_VERSION) | B(CLI_DRY_RUN) | B(CLI_WHERE) | B(CLI_YES),
	  .summary = "do what a life cycle allows: submit, approve, return, record a letter",
	  .examples = "closeout do --list OIG-12-130/1\n"
		      "closeout do submit M0.1 actual=2012-12-20\n"
		      "closeout do return M0.1 comment='The annex is missing'\n"
		      "closeout do record-closure OIG-12-130/1 letter=C-5 closure_reason=implemented\n"
		      "closeout do approve M1.1 M1.2 M1.3 --as supervisor\n"
		      "closeout do start milestones --where 'state:baselined' --dry-run\n",
	  .help = "Does one action with one record or with many: with all or with none. Prints the references; what it did, "
		  "and warnings, go to standard error. --list shows what is possible with a record and what it asks for, and "
		  "why the rest is not; its exit status is 0. What somebody submitted another person decides. Who acts for "
		  "another by a delegation does so where their own role is not enough; --as says for whom. An approval (A-7) "
		  "stands for the record it is about. With --where it is tried on every record that "
		  "matches: see \"help set\"." },
	{ .name = "inbox", .usage = "", .run = cmd_inbox, .needs = CLI_NEEDS_ACCOUNT, .max_words = 0, .options = ROWS,
	  .summary = "what waits for you",
	  .examples = "closeout inbox\n"
		      "closeout inbox --format json\n",
	  .help = "What is to approve, what was returned, what is to answer, what is due soon, and text typed and not saved. "
		  "Who acts for another sees that person's too. The exit status is 1 where nothing waits." },
	{ .name = "search", .usage = "TEXT ...", .run = cmd_search, .needs = CLI_NEEDS_ACCOUNT, .min_words = 1,
	  .max_words = -1, .options = ROWS | B(CLI_LIMIT), .summary = "find text anywhere",
	  .examples = "closeout search classification study\n",
	  .help = "Records of every kind that hold the text, best first. The exit status is 1 where nothing is found." },
	{ .name = "log", .usage = "[REF | ENTITY]", .run = cmd_log, .needs = CLI_NEEDS_ACCOUNT, .max_words = 1,
	  .options = ROWS | B(CLI_LIMIT) | B(CLI_BY) | B(CLI_BATCH) | B(CLI_FROM) | B(CLI_TO) | B(CLI_OLDEST_FIRST) |
				  B(CLI_ACCESS),
	  .summary = "show what was changed, by whom and when",
	  .examples = "closeout log OIG-12-130/1\n"
		      "closeout log --by clerk --from 2012-10-01 --limit 20\n"
		      "closeout log --oldest-first --format ndjson\n",
	  .help = "Newest first. The log is complete: every record can be built again from it. The formats for machines hold "
		  "every column of an entry. With "
		  "--access it is the other log: who logged in on a host, who was refused what, and exports. Auditors and "
		  "administrators read it." },
	{ .name = "undo", .usage = "[BATCH]", .run = cmd_undo, .needs = CLI_NEEDS_ACCOUNT, .max_words = 1,
	  .summary = "take back what was done last",
	  .examples = "closeout undo\n"
		      "closeout undo 131\n",
	  .help = "Takes back a batch (any of its numbers in the log names it), by default the newest of one's own that is not "
		  "taken back yet, as a new change of today. A supervisor may take back anybody's. Where a field has moved on "
		  "since, it is refused and says who moved it. Approvals and recorded letters are not undone but corrected." },
	{ .name = "redo", .usage = "", .run = cmd_redo, .needs = CLI_NEEDS_ACCOUNT, .max_words = 0,
	  .summary = "put back what was undone last", .examples = "closeout redo\n", .help = "" },
	{ .name = "import", .usage = "[ENTITY] FILE", .run = cmd_import, .needs = CLI_NEEDS_ACCOUNT, .min_words = 1,
	  .max_words = 2,
	  .options = B(CLI_FORMAT) | B(CLI_MAP) | B(CLI_KEY) | B(CLI_UPDATE) | B(CLI_DRY_RUN) | B(CLI_SKIP_BAD) |
		     B(CLI_CSV_SAFE) | B(CLI_EXCLUSIVE) | B(CLI_REASON) | B(CLI_IMPORT_FIRST),
	  .summary = "read records from a file",
	  .examples = "closeout import reports reports.csv --dry-run\n"
		      "closeout import recommendations register.csv --map 'Rec No.=number,Report=report' --update\n"
		      "closeout import recommendations old.csv --map 'report=OIG-10-63,Status=action' --map-values 'action:Done=closed'\n"
		      "closeout import recommendations old.csv --encoding windows-1252 --date-format mdy --none N/A --create offices\n"
		      "closeout import recommendations next-year.csv --mapping oversight\n"
		      "closeout -d copy.db init && closeout -d copy.db import all.json\n",
	  .help = "With ENTITY the rows of a CSV, TSV, JSON or NDJSON file become records, all in one batch or none. Nothing is "
		  "guessed: every problem is reported with its line, row, column and value and with the option that would solve "
		  "it; --dry-run says all of it and writes nothing. --skip-bad puts bad rows into a file and takes the rest. "
		  "--update changes records that exist: they are found by the column ref, by their reference, or by --key. "
		  "--map: COL=FIELD; COL= leaves a column out; A+B=FIELD joins two; a column may be named twice to fill two "
		  "fields; COL=report.title finds reports by their title; FIELD=VALUE, where no column has that name, is said of "
		  "every row. --map-values: FIELD:FROM=TO, with FROM empty for empty cells and * for any other. A backslash "
		  "takes the meaning from a character. Options in force can be kept with --save-mapping and used again with "
		  "--mapping; what is given beside it counts before it. Rows of a recommendation that is closed come with "
		  "closure_basis=published and closed_per, the report that says so. More than 10,000 rows need --exclusive: "
		  "others go on reading, and who writes waits. Ctrl-C takes all of it back. "
		  "Without ENTITY the file is a document that export wrote; it is taken into a new, empty database." },
	{ .name = "export", .usage = "[ENTITY [QUERY ...]]", .run = cmd_export, .needs = CLI_NEEDS_ACCOUNT,
	  .max_words = -1, .options = ROWS | DAYS | LOOK | B(CLI_WITH_EVIDENCE),
	  .summary = "write records, or everything, to a file",
	  .examples = "closeout export -o all.json\n"
		      "closeout export recommendations is:open --format csv -o open.csv\n",
	  .help = "Without ENTITY: the whole database as one JSON document, history included, which import reads back; the "
		  "content of evidence is in it only with --with-evidence. With "
		  "ENTITY: all fields of the records that match, CSV by default." },
	{ .name = "checkpoint", .usage = "", .run = cmd_checkpoint, .needs = CLI_NEEDS_FILE, .max_words = 0,
	  .options = B(CLI_OUTPUT), .summary = "print the head of the log, to be signed and kept elsewhere",
	  .examples = "closeout checkpoint -o 2012-11-15.head\n"
		      "ssh closeout@HOST checkpoint > 2012-11-15.head\n"
		      "ssh-keygen -Y sign -f ~/.ssh/id_ed25519 -n closeout 2012-11-15.head\n"
		      "closeout verify --checkpoint 2012-11-15.head\n",
	  .help = "A small text: which database, its newest log entry with hash and time, and the same of the access log. "
		  "Kept where nobody who owns the file can reach it, it shows later that history up to then is unchanged and "
		  "that nothing was cut off. closeout-log(5) describes it." },
	{ .name = "verify", .usage = "", .run = cmd_verify, .needs = CLI_NEEDS_APP, .max_words = 0,
	  .options = B(CLI_CHECKPOINT) | B(CLI_EXPORT) | B(CLI_REINDEX),
	  .summary = "check the file, the log, and every record against the log",
	  .examples = "closeout verify\n"
		      "closeout verify --checkpoint 2012-11-15.head\n"
		      "closeout verify --export all.json --checkpoint 2012-11-15.head\n"
		      "closeout verify --reindex\n",
	  .help = "Names what is wrong and where; exit status 1 if anything is. With --checkpoint also that the log up to "
		  "then is the same and that nothing was cut off, which the file alone cannot show. With --export it checks a "
		  "document that export wrote, on any machine; no database is needed. The search index holds nothing "
		  "that the records do not; --reindex makes it anew first." },
	{ .name = "backup", .usage = "FILE | FOLDER", .run = cmd_backup, .needs = CLI_NEEDS_FILE, .min_words = 1,
	  .max_words = 1, .options = B(CLI_BACKUPS), .summary = "copy the database while it is in use",
	  .examples = "closeout backup closeout-2012-11-15.db\n"
		      "closeout backup /var/backups/closeout --keep 14\n",
	  .help = "Never over a file that is there. The copy is verified as a whole before it gets its name. In a folder "
		  "the name says when it was made, and of those made so the newest 7 stay, or as many as --keep says. "
		  "Whoever owns the file may do it, with or without an account: a timer for every night is in closeout(8)." },
	{ .name = "restore", .usage = "FILE", .run = cmd_restore, .needs = CLI_NEEDS_APP, .min_words = 1,
	  .max_words = 1, .options = B(CLI_YES), .summary = "put a backup in the place of the database",
	  .examples = "closeout restore closeout-2012-11-15.db\n",
	  .help = "The backup is verified first and stays where it is; the file it replaces is kept beside the database "
		  "under a name that says when. Everybody has to leave first. A backup of another database needs --yes." },
	{ .name = "overview", .usage = "", .run = cmd_overview, .needs = CLI_NEEDS_ACCOUNT, .max_words = 0,
	  .options = B(CLI_AS_OF) | B(CLI_OUTPUT), .summary = "how things stand, on one page",
	  .examples = "closeout overview\n"
		      "closeout overview --as-of 2012-09-30\n",
	  .help = "" },
	{ .name = "plan", .usage = "[PLAN] [what-if MILESTONE CHANGE ...]", .run = cmd_plan, .needs = CLI_NEEDS_ACCOUNT,
	  .max_words = -1, .options = ROWS | B(CLI_AS_OF) | B(CLI_BASELINE) | B(CLI_KEEP) | B(CLI_REASON),
	  .summary = "the transition plan with its dates, and what if they change",
	  .examples = "closeout plan\n"
		      "closeout plan --baseline 0 --format csv\n"
		      "closeout plan what-if M0.1 +15wd\n"
		      "closeout plan what-if M2.1 =30 M2.3 2013-05-17\n"
		      "closeout plan what-if M0.2 none\n"
		      "closeout plan what-if M0.1 +15wd --keep --reason 'the study is late'\n",
	  .help = "Prints every milestone with its baseline, the date it is expected, the days it has slipped, the working "
		  "days it may still slip (float) and whether it is critical; below that the finish, the limit that binds and "
		  "what waits. With what-if it prints every date that moves and saves nothing: CHANGE is +15d (calendar days), "
		  "+15wd (working days), -2w behind --, a date, or =20 (duration in working days); at the first gate it is also "
		  "none, partial or reclassify. --keep makes those dates the forecasts, all in one batch. PLAN may be "
		  "left out while one plan is open." },
	{ .name = "evidence", .usage = "add REF FILE|- [FIELD=VALUE ...] | cat E-N | list [REF] | check",
	  .run = cmd_evidence, .needs = CLI_NEEDS_ACCOUNT, .min_words = 1, .max_words = -1,
	  .options = ROWS | B(CLI_REASON) | B(CLI_DRY_RUN) | B(CLI_FORCE), .summary = "attach files as proof, and read them again",
	  .examples = "closeout evidence add OIG-12-130/1 study.pdf title='Classification study' type=memo\n"
		      "scan | closeout evidence add OIG-12-130/1 - title='Signed memo' dated_on=2012-12-20\n"
		      "closeout evidence cat E-12 > study.pdf\n"
		      "closeout evidence list OIG-12-130/1\n",
	  .help = "add stores the file in the database, once however often it is attached, with its record in one step; a file "
		  "may have 50 MiB. cat writes it as it was, to a terminal only if it is text (--force: anything). check reads "
		  "every content again and compares its hash; content that was left out of an export is absent here." },
	{ .name = "deadlines", .usage = "[WORD ...]", .run = cmd_deadlines, .needs = CLI_NEEDS_ACCOUNT, .max_words = -1,
	  .options = ROWS | B(CLI_AS_OF) | B(CLI_LIMIT), .summary = "every clock of every kind, by date",
	  .examples = "closeout deadlines\n"
		      "closeout deadlines late\n"
		      "closeout deadlines OIG-12-130 response --format json\n",
	  .help = "Clocks of open recommendations, those that were met as well; announced next steps, milestones, limits of "
		  "plans, the semiannual report. States are late, soon, running, met, moot (ended by something else) and "
		  "off (has not begun). Only rows that hold every word are shown. \"list deadlines\" is the same." },
	{ .name = "report", .usage = "NAME [REPORT | PLAN]", .run = cmd_report, .needs = CLI_NEEDS_ACCOUNT, .min_words = 1,
	  .max_words = 2, .options = B(CLI_AS_OF) | B(CLI_FORMAT) | B(CLI_OUTPUT) | B(CLI_BASELINE),
	  .summary = "print a report: status, milestone-status, crosswalk, coverage, risks, gantt",
	  .examples = "closeout report status\n"
		      "closeout report status --as-of 2012-09-30\n"
		      "closeout report status OIG-12-130 --format json -o status.json\n"
		      "closeout report milestone-status --as-of 2012-11-30\n"
		      "closeout report gantt -o gantt.txt\n"
		      "closeout report crosswalk RECLASS-FY13 --format csv\n",
	  .help = "status: at most two pages of 80 columns: why it matters, the response, what was determined with counts that "
		  "reconcile, every open recommendation with what is done about it, the plan against its limit. Without "
		  "REPORT: the newest one; formats are text and json. The others are about a plan, which may be left out while "
		  "one is open: how its milestones stand, the crosswalk of positions with what breaks it, coverage by week with "
		  "its gaps, the risk register, and the chart. They print in at most 132 columns; csv, json and the other "
		  "formats hold the rows alone, with text made inert in spreadsheets." },
	{ .name = "why", .usage = "REF [FIELD | ACTION]", .run = cmd_why, .needs = CLI_NEEDS_ACCOUNT, .min_words = 1, .max_words = 2,
	  .summary = "explain a date, a state or a refusal",
	  .examples = "closeout why OIG-12-130/1 due\n"
		      "closeout why OIG-12-130/1 response\n"
		      "closeout why OIG-12-130/1 resolution\n"
		      "closeout why M0.1 approve\n"
		      "closeout why M0.1\n",
	  .help = "Says what a date is computed from, or which entry of the log set a field, when, by whom and why. The names "
		  "of clocks are fields of a recommendation: response, resolution, final_action, update, closeout_letter, "
		  "target. Of an action: whether it can be done now, why not, who can do it and what it asks for. Without a "
		  "field: all dates and states of the record." },
	{ .name = "doctor", .usage = "", .run = cmd_doctor, .needs = CLI_NEEDS_APP, .max_words = 0,
	  .summary = "report on file, settings, terminal, and how to mend what is wrong",
	  .examples = "closeout doctor\n", .help = "The exit status is 1 if anything is wrong." },
	{ .name = "user", .usage = "add NAME | list", .run = cmd_user, .needs = CLI_NEEDS_ACCOUNT, .min_words = 1,
	  .max_words = 2, .options = ROWS | B(CLI_ROLE) | B(CLI_OFFICE) | B(CLI_NAME) | B(CLI_TITLE) | B(CLI_KEY_FILE),
	  .summary = "accounts: add one, see all of them",
	  .examples = "closeout user add alice --role inspector --office OPR --key alice.pub\n"
		      "closeout user list\n"
		      "closeout import users people.csv\n"
		      "closeout set alice active=no\n",
	  .help = "For administrators. The list says when somebody last logged in, and with how many keys they may. Many at once "
		  "come from a file, whose column key holds the line of each .pub file. Roles are explained by closeout help user." },
	{ .name = "key", .usage = "add ACCOUNT FILE | list [ACCOUNT] | revoke KEY", .run = cmd_key,
	  .needs = CLI_NEEDS_ACCOUNT, .min_words = 1, .max_words = 3, .options = ROWS | B(CLI_REASON),
	  .summary = "the keys people log in with over SSH",
	  .examples = "closeout key add alice alice.pub\n"
		      "closeout key list alice\n"
		      "closeout key revoke K-3 --reason 'lost laptop'\n",
	  .help = "Keys are records: who added and who revoked one stands in the log. A revoked key is refused at the next login "
		  "and stays revoked; KEY is K-3, or the fingerprint. A new key opens the door when closeout host keys has been run." },
	{ .name = "host", .usage = "setup | keys", .run = cmd_host, .needs = CLI_NEEDS_APP, .min_words = 1, .max_words = 1,
	  .options = B(CLI_APPLY) | B(CLI_ROOT) | B(CLI_ACCOUNT) | B(CLI_OUTPUT), .summary = "make a machine the host for many people",
	  .examples = "closeout host setup\n"
		      "closeout host setup --apply\n"
		      "closeout host keys\n",
	  .help = "setup prints a script that makes the service account, its folders and sshd's block; with --apply, as root, it "
		  "does so. keys writes the file of keys that sshd reads, one forced command a key, from the keys recorded. See "
		  "closeout(8)." },
	{ .name = "help", .usage = "[COMMAND | ENTITY | ACTION | entities | actions | query | dates | exit]", .run = cmd_help,
	  .needs = CLI_NEEDS_NOTHING, .max_words = 1, .options = B(CLI_MAN),
	  .summary = "explain a command, a kind of record, an action, or a topic",
	  .examples = "closeout help set\n"
		      "closeout help recommendation\n"
		      "closeout help query\n",
	  .help = "" },
};

const struct cli_command *cli_command_at(size_t i)
{
	return i < sizeof commands / sizeof *commands ? &commands[i] : NULL;
}
