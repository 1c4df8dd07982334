// next - the sources of a release that could follow this one, made of this very tree.
//
//   node next.mjs FOLDER
//
// It speaks a higher minor of the protocol: every message, nested ones and both envelopes too, has one
// more optional field, which the next release always sends, and checks where it is there.  Each service
// has one more step of its schema, with a new table and a new column of a table that is written all
// the time, and writes both.  An edit whose place is not there exactly once is an error, so what is
// tested cannot quietly become less.

import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const NEXT_VERSION = '9.9.9'
export const NEXT_WRITES = 'written by the next release'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const ROOMS = ['common', 'proto', 'courier', 'usersvc', 'authsvc', 'tokensvc', 'gateway']

const filesIn = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))

// Path → text: the programs, without their tests.
function sources() {
  const paths = [join(root, 'CMakeLists.txt'), ...ROOMS.flatMap((room) => filesIn(join(root, room)))]
  return new Map(paths.map((path) => [relative(root, path), readFileSync(path, 'utf8')]))
}

// edit(path, pattern, put): as String.replace, of the one place that there must be.
const editor = (files) => (path, pattern, put) => {
  const found = [...(files.get(path) ?? '').matchAll(new RegExp(pattern, 'g'))].length
  assert.equal(found, 1, `${path} has ${found} places like ${pattern}: what makes the next release has to follow`)
  files.set(path, files.get(path).replace(pattern, put))
}

// One more optional field in every message but event, whose hash is over all that it has.
function everyMessage(edit) {
  const row = '{"next_note", MSG_str, MSG_INTERNAL, offsetof(struct m, next_note), 1, 64, NULL, "new"},'
  edit('proto/messages.h', /(#define END\(m\) +)(\}; extern)/, '$1msg_str next_note; $2')
  edit('proto/tables.c', /\{NULL, MSG_KINDS,/, `${row} $&`)
  edit('proto/msg.c', /const char \*msg_fault\(/, `
static bool is_note(const struct msg_field *f)
{
    return strcmp(f->name, "next_note") == 0;
}

static bool is_sent(const struct msg_desc *desc, const struct msg_field *f)
{
    return is_note(f) && strcmp(desc->name, "event") != 0;
}

$&`)
  edit('proto/msg.c', /(const char \*msg_fault[\s\S]*?)(if \(!kind->present)/, `$1
        if (is_note(f)) // what is in memory is not what is sent; NOTHING is everybody's
            continue;
        $2`)
  edit('proto/msg.c', /n \+= present\(/, 'n += is_sent(desc, &desc->fields[i]) || present(')
  edit('proto/msg.c', / {8}if \(!present\(f, msg\)\)/, `
        if (is_sent(desc, f)) {
            msg_pack_text(f->name, out);
            msg_pack_text("next", out);
            continue;
        }
$&`)
  edit('proto/msg.c', /return why \? named\(f, why, r->mem\) : NULL;/, `
    if (!why && is_note(f) && strcmp(*(const char *const *)msg_member(f, msg), "next") != 0)
        why = "not what the next release says";
    $&`)
}

// Whom it talks to is in its log.
function tellsWho(edit) {
  edit('CMakeLists.txt', /project\(ostiary VERSION [\d.]+/, `project(ostiary VERSION ${NEXT_VERSION}`)
  edit('proto/protocol.h', /PROTOCOL_MINOR = (\d+)/, (_, minor) => `PROTOCOL_MINOR = ${Number(minor) + 1}`)
  const tell = (what, note) => `log_debug("${what} %s release", ${note} ? "the next" : "an older");`
  edit('proto/serve.c', /c\.ticket = request\.actor;/, `$& ${tell('asked by', 'request.next_note')}`)
  edit('proto/bus/bus_carry.c', /#include "clock.h"/, '$&\n#include "log.h"')
  edit('proto/bus/bus_carry.c', /reply->wait = envelope\.wait;/, `$& ${tell('answered by', 'envelope.next_note')}`)
}

// How many elements, separated by commas, a list in braces has.
function count(list) {
  let depth = 0
  const separators = [...list.trim().replace(/,$/, '')].filter((sign) => {
    depth += '{('.includes(sign) - '})'.includes(sign)
    return sign === ',' && depth === 0
  })
  return separators.length + 1
}

// OSTIARY_NEXT_ALONE: this release admits no older one any more.
function moreSchema(edit, service, { table, store, update }) {
  const methods = `${service}/methods.c`
  let step
  edit(methods, /(migrations\[\] = \{)([\s\S]*?)(\};)/, (_, open, list, close) => {
    step = count(list) + 1
    return `${open}${list.trim().replace(/,$/, '')}, {.version = ${step}, .name = "next", .sqlite = next_schema}${close}`
  })
  edit('proto/schema.h', new RegExp(`SCHEMA_${service} = \\d+`), `SCHEMA_${service} = ${step}`)
  edit(methods, /static enum err open_store\(/, `
static const char next_schema[] =
    "CREATE TABLE next_seen (at INTEGER NOT NULL, program TEXT NOT NULL) STRICT;"
    "ALTER TABLE ${table} ADD COLUMN next_note TEXT;";

$&`)
  edit(methods, /\.oldest_reader = (\d+)/, `.oldest_reader = getenv("OSTIARY_NEXT_ALONE") ? ${step} : $1`)
  edit(methods, /#include "log.h"/, '$&\n#include "next.h"')
  edit(methods, /static void idle_[\s\S]*?\*(\w+) = state;/, '$&\n    next_seen($1->store, c->now);')
  edit(`${service}/${store}`, update, `$&next_note = '${NEXT_WRITES}', `)
}

function newTable(files, edit) {
  edit('common/store/CMakeLists.txt', /ostiary_library\(store\s+SOURCES /, '$&next.c ')
  files.set('common/store/next.h', `
#include "store.h"
void next_seen(struct store *store, int64_t now);
`)
  files.set('common/store/next.c', `
#include "next.h"
#include "db.h"
#include <stdlib.h>

static const struct sql SQL_SEEN = {"next_seen", "INSERT INTO next_seen (at, program) VALUES ($1, $2)"};

static enum err seen(struct db *db, void *now)
{
    return db_exec(db, &SQL_SEEN, "it", *(int64_t *)now, "next_seen ${NEXT_WRITES}");
}

void next_seen(struct store *store, int64_t now)
{
    if (store_write(store, seen, &now) != OK)
        abort();
}
`)
}

// Only what changed is written, so that only that is compiled again.
function write(files, folder) {
  mkdirSync(folder, { recursive: true })
  for (const path of filesIn(folder)) if (!files.has(relative(folder, path))) rmSync(path)
  for (const [name, text] of files) {
    const path = join(folder, name)
    if (existsSync(path) && readFileSync(path, 'utf8') === text) continue
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
}

function makeNext(folder) {
  const files = sources()
  const edit = editor(files)
  everyMessage(edit)
  tellsWho(edit)
  newTable(files, edit)
  moreSchema(edit, 'courier', { table: 'delivery', store: 'delivery_store.c', update: /"UPDATE delivery SET (?=next_at)/ })
  moreSchema(edit, 'usersvc', { table: 'person', store: 'person_change_store.c', update: /"UPDATE person SET (?=disabled)/ })
  moreSchema(edit, 'authsvc', { table: 'code', store: 'code_store.c', update: /"UPDATE code SET (?=attempt)/ })
  moreSchema(edit, 'tokensvc', { table: 'family', store: 'family_store.c', update: /"UPDATE family SET (?=head = head \+ 1)/ })
  write(files, folder)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) makeNext(process.argv[2])
