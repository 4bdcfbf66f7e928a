/**
 * The texts of the page in the reader's language. English stands in the code, where it is used, and is the key of the
 * other languages' tables (languages/*.json); `{}` is a hole in a sentence. A document speaks one language at a time.
 */

/** English text → its translation, where `{0}`, `{1}` … are the holes in the order of the English. */
export type Texts = Readonly<Record<string, string>>;

export interface Table {
  /** What the code says. */
  texts: Texts;
  /** What the core and its worker say: they send whole sentences, whose numbers and names are found again. */
  core: Texts;
}

const none: Table = { texts: {}, core: {} };

interface Language {
  /** In its own words; what readers cannot choose has none. */
  title: string;
  direction: 'ltr' | 'rtl';
  /** What stands between thousands; never a point, which is the decimal sign in every language. */
  thousands: string;
  load(): Promise<Table>;
}

const pseudo = async (): Promise<Table> => {
  const marked = new Proxy({}, { get: (_, text) => mark(String(text)) });
  return { texts: marked, core: { '{}': '⟦{}⟧' } };
};

/** What fills a hole has to bring marks of its own. */
const mark = (text: string) => `⟦${text.replaceAll('{}', '⟧{}⟦')}⟧`;

/** The last two are no languages: their marks show which texts are in the table, and how the page looks mirrored. */
const languages = {
  en: { title: 'English', direction: 'ltr', thousands: ',', load: async () => none },
  de: {
    title: 'Deutsch',
    direction: 'ltr',
    thousands: '\u202f',
    load: async () => (await import('./languages/de.json')).default,
  },
  'en-XA': { title: '', direction: 'ltr', thousands: ',', load: pseudo },
  'ar-XB': { title: '', direction: 'rtl', thousands: ',', load: pseudo },
} satisfies Record<string, Language>;

export type LanguageName = keyof typeof languages;

export const languageNames = Object.keys(languages) as LanguageName[];
export const titleOf = (name: LanguageName): string => languages[name].title;

let wanted: LanguageName = 'en';
let present: LanguageName = 'en';
let table: Table = none;
const listeners = new Set<() => void>();

export const language = (): LanguageName => present;
export const thousands = (): string => languages[present].thousands;
export const direction = (): 'ltr' | 'rtl' => languages[present].direction;

/** What `lang` says or, where that is `auto`, the best of the languages around. */
export function chooseLanguage(lang: string, around: readonly string[]): Promise<void> {
  return speak(lang === 'auto' ? bestLanguage(around) : (lang as LanguageName));
}

/** The first of the wanted languages that there is, by its tag or the beginning of it. */
export function bestLanguage(wanted: readonly string[]): LanguageName {
  for (const tag of wanted) {
    const name =
      languageNames.find((known) => known === tag) ?? languageNames.find((known) => known === tag.split('-')[0]);
    if (name) return name;
  }
  return 'en';
}

/** A language that cannot be loaded leaves the page as it was. */
export async function speak(name: LanguageName): Promise<void> {
  wanted = name;
  const next = name === present ? table : await languages[name].load().catch(() => null);
  // Another one may have been asked for meanwhile.
  if (name !== wanted || name === present || !next) return;
  [present, table] = [name, next];
  for (const listener of listeners) listener();
}

/** Calls back whenever the language has changed; returns how to end that. */
export function watchLanguage(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A text of the code, `t('Reset')`, or with holes: t`epoch ${epoch}`. What is in no table stays English. */
export function t(text: string | TemplateStringsArray, ...values: unknown[]): string {
  if (typeof text === 'string') return table.texts[text] ?? text;
  const translated = table.texts[text.join('{}')];
  if (translated !== undefined) return fill(translated, values);
  return text.reduce((said, part, index) => said + String(values[index - 1]) + part);
}

function fill(sentence: string, values: readonly unknown[]): string {
  let next = 0;
  return sentence.replace(/\{(\d*)\}/g, (_, place: string) => isolated(values[place === '' ? next++ : Number(place)]));
}

/** So that the direction of a number or a name does not turn the sentence around it about. */
function isolated(value: unknown): string {
  return direction() === 'rtl' && value !== '' ? `\u2068${value}\u2069` : String(value);
}

/** A table whose texts are translated when they are read, not when it is made: all of them, or those of some fields. */
export function textTable<T extends object>(table: T, ...fields: string[]): T {
  const seen = new WeakMap<object, object>();
  const speaking: ProxyHandler<object> = {
    get(target, key, receiver) {
      const value: unknown = Reflect.get(target, key, receiver);
      if (typeof value === 'string') return fields.length === 0 || fields.includes(String(key)) ? t(value) : value;
      return typeof value === 'object' && value !== null ? within(value) : value;
    },
  };
  const within = (part: object): object => {
    const known = seen.get(part) ?? new Proxy(part, speaking);
    seen.set(part, known);
    return known;
  };
  return within(table) as T;
}

/** Sentences of the core, one a line. */
export function translated(sentences: string): string {
  if (table === none) return sentences;
  return sentences.split('\n').map(one).join('\n');
}

function one(sentence: string): string {
  for (const [english, other] of Object.entries(table.core)) {
    const found = patternOf(english).exec(sentence);
    // What is in a hole may be a sentence of its own.
    if (found)
      return fill(
        other,
        found.slice(1).map((part) => (part === sentence ? part : one(part))),
      );
  }
  return sentence;
}

const patterns = new Map<string, RegExp>();

function patternOf(english: string): RegExp {
  let pattern = patterns.get(english);
  if (!pattern) {
    const fixed = english.split('{}').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    pattern = new RegExp(`^${fixed.join('(.+?)')}$`, 's');
    patterns.set(english, pattern);
  }
  return pattern;
}
