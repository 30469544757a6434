// The one place where numbers, points, money, shares, dates and ages become text. Not here: words around them (locales/).
import type { LocaleCode } from '@/lib/preferences'

/** Intl tags: Gregorian calendar everywhere, Arabic-Indic digits in Arabic; pinned, so that no browser decides otherwise. */
export const INTL_TAGS: Record<LocaleCode, string> = { en: 'en-US', ar: 'ar-EG-u-ca-gregory-nu-arab' }

const DAY_MS = 86_400_000
// Months by name: 3/4 is another day on each side of the ocean.
const DAY: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' }
const DATE: Intl.DateTimeFormatOptions = { ...DAY, year: 'numeric' }

export interface Format {
  /** 12,345 */
  number(value: number): string
  /** 0.8731 → 0.873, 12345.6 → 12,346: figures of models, in which small differences count */
  precise(value: number): string
  /** 0.9 → 0.900: figures under one another, all told to three figures */
  measured(value: number): string
  /** +12, −3, 0 */
  signed(value: number): string
  /** 12.3K: axes and tight places */
  compact(value: number): string
  /** 0.342 → 34% */
  share(value: number, digits?: number): string
  /** integer minor units → $12.34 */
  money(minor: number, currencyCode: string): string
  /** business date 2017-10-31 → Oct 31, 2017 */
  date(on: string): string
  /** business date → Tuesday, Oct 31, 2017 */
  longDate(on: string): string
  /** business date → Oct 31 */
  shortDate(on: string): string
  /** UTC instant → Oct 31, 2017, 6:59 PM, on the business's clock */
  instant(at: string): string
  /** 21:00 on whatever clock → 9:00 PM */
  clock(time: string): string
  /** UTC instant → its business date, 2017-10-31 */
  businessDate(at: string): string
  /** −1 → yesterday, 12 → in 12 days, −40 → last month */
  fromNow(days: number): string
  /** 12 → 12 days */
  days(count: number): string
  /** [a, b, c] → a, b and c */
  list(items: readonly string[], kind?: 'and' | 'or'): string
}

/** The formatter of one language and one business time zone. Dates without a time never shift with the zone. */
export function createFormat(locale: LocaleCode, timeZone: string): Format {
  const tag = INTL_TAGS[locale]
  const exact = new Intl.NumberFormat(tag, { maximumSignificantDigits: 3 })
  const measured = new Intl.NumberFormat(tag, { minimumSignificantDigits: 3, maximumSignificantDigits: 3 })
  const whole = new Intl.NumberFormat(tag, { maximumFractionDigits: 1 })
  const signed = new Intl.NumberFormat(tag, { signDisplay: 'exceptZero', maximumFractionDigits: 1 })
  const compact = new Intl.NumberFormat(tag, { notation: 'compact', maximumFractionDigits: 1 })
  const date = dateFormat(tag, DATE)
  const longDate = dateFormat(tag, { weekday: 'short', ...DATE })
  const shortDate = dateFormat(tag, DAY)
  const instant = new Intl.DateTimeFormat(tag, { ...DATE, hour: 'numeric', minute: '2-digit', timeZone })
  const clock = dateFormat(tag, { hour: 'numeric', minute: '2-digit' })
  // Swedish writes dates as ISO does.
  const isoDate = new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  const relative = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' })
  const dayCount = new Intl.NumberFormat(tag, { style: 'unit', unit: 'day', unitDisplay: 'long' })
  return {
    precise: (value) => (Math.abs(value) >= 1000 ? whole.format(Math.round(value)) : exact.format(value)),
    measured: (value) => (Math.abs(value) >= 1000 ? whole.format(Math.round(value)) : measured.format(value)),
    number: (value) => whole.format(value),
    signed: (value) => signed.format(value),
    compact: (value) => compact.format(value),
    share: (value, digits = 0) =>
      new Intl.NumberFormat(tag, { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value),
    money: (minor, currencyCode) => money(tag, minor, currencyCode),
    date: (on) => date.format(midnight(on)),
    longDate: (on) => longDate.format(midnight(on)),
    shortDate: (on) => shortDate.format(midnight(on)),
    instant: (at) => instant.format(new Date(at)),
    clock: (time) => clock.format(new Date(`2000-01-01T${time.slice(0, 5)}:00Z`)),
    businessDate: (at) => isoDate.format(new Date(at)),
    fromNow: (days) => relative.format(...unitFor(days)),
    days: (count) => dayCount.format(count),
    list: (items, kind = 'and') => new Intl.ListFormat(tag, { type: kind === 'and' ? 'conjunction' : 'disjunction' }).format(items),
  }
}

/** Whole days from business date `from` to business date `to`; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((midnight(to).getTime() - midnight(from).getTime()) / DAY_MS)
}

/** The business date `days` after `on`. */
export function addDays(on: string, days: number): string {
  return new Date(midnight(on).getTime() + days * DAY_MS).toISOString().slice(0, 10)
}

function dateFormat(tag: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(tag, { ...options, timeZone: 'UTC' })
}

function midnight(on: string): Date {
  return new Date(`${on.slice(0, 10)}T00:00:00Z`)
}

// Minor units are a power of ten that the currency decides (USD 2, JPY 0, KWD 3).
function money(tag: string, minor: number, currencyCode: string): string {
  const format = new Intl.NumberFormat(tag, { style: 'currency', currency: currencyCode })
  const parts = format.formatToParts(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
  return parts.map(({ type, value }) => (type === 'currency' ? isolated(value) : value)).join('')
}

// Inside Arabic text "US$" would be torn apart into "$US".
function isolated(symbol: string): string {
  return /[A-Za-z]/.test(symbol) ? `\u2066${symbol}\u2069` : symbol
}

function unitFor(days: number): [number, Intl.RelativeTimeFormatUnit] {
  const size = Math.abs(days)
  if (size < 60) return [days, 'day']
  if (size < 730) return [Math.round(days / 30.44), 'month']
  return [Math.round(days / 365.25), 'year']
}
