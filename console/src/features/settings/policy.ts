// The contact policy as the API has it ⇄ as a form fills it in, what is wrong with it, and what it says. Pure; words are in locales/.

export const CHANNELS = ['email', 'sms', 'push', 'whatsapp', 'mail', 'phone'] as const
export const UNITS = ['hours', 'days', 'weeks'] as const

export type Unit = (typeof UNITS)[number]
export type Otherwise = 'HOLD' | 'DROP'

export interface CapForm {
  limit: number | null
  period: number | null
  unit: Unit
  /** Empty: over all channels together. */
  channel: string
}

export interface PolicyForm {
  caps: CapForm[]
  onCap: Otherwise
  isQuiet: boolean
  starts: string
  ends: string
  onQuiet: Otherwise
}

const HOURS: Readonly<Record<Unit, number>> = { hours: 1, days: 24, weeks: 168 }
const PERIOD_HOURS_MAX = 24 * 366
const LIMIT_MAX = 1000
const CAPS_MAX = 20

interface Told {
  caps?: { limit: number; period_hours: number; channel?: string | null }[]
  on_cap?: Otherwise
  quiet_hours?: { starts: string; ends: string; otherwise?: Otherwise } | null
}

/** The form of a policy; of one that is empty, a form that limits nothing. */
export function formOf(policy: Readonly<Record<string, unknown>>): PolicyForm {
  const { caps = [], on_cap = 'DROP', quiet_hours: quiet } = policy as Told
  return {
    caps: caps.map(({ limit, period_hours, channel }) => ({ limit, ...periodOf(period_hours), channel: channel ?? '' })),
    onCap: on_cap,
    isQuiet: Boolean(quiet),
    starts: (quiet?.starts ?? '21:00').slice(0, 5),
    ends: (quiet?.ends ?? '08:00').slice(0, 5),
    onQuiet: quiet?.otherwise ?? 'HOLD',
  }
}

/** The policy that a form without faults tells. */
export function policyOf({ caps, onCap, isQuiet, starts, ends, onQuiet }: PolicyForm): Record<string, unknown> {
  return {
    caps: caps.map(({ limit, period, unit, channel }) => ({ limit, period_hours: (period ?? 0) * HOURS[unit], ...(channel !== '' && { channel }) })),
    on_cap: onCap,
    ...(isQuiet && { quiet_hours: { starts, ends, otherwise: onQuiet } }),
  }
}

export interface PolicyFaults {
  /** By place; a cap without a fault is not among them. */
  limit: ReadonlySet<number>
  period: ReadonlySet<number>
  isQuietWrong: boolean
  isTooMany: boolean
}

/** What the form can say before it is sent. */
export function faultsOf({ caps, isQuiet, starts, ends }: PolicyForm): PolicyFaults {
  const wrong = (isWrong: (cap: CapForm) => boolean): Set<number> => new Set(caps.flatMap((cap, place) => (isWrong(cap) ? [place] : [])))
  return {
    limit: wrong(({ limit }) => limit === null || !Number.isInteger(limit) || limit < 0 || limit > LIMIT_MAX),
    period: wrong(({ period, unit }) => period === null || !Number.isInteger(period) || period < 1 || period * HOURS[unit] > PERIOD_HOURS_MAX),
    isQuietWrong: isQuiet && (starts === '' || ends === '' || starts === ends),
    isTooMany: caps.length > CAPS_MAX,
  }
}

/** Whether anything of the form is wrong. */
export function isWrong(form: PolicyForm): boolean {
  const { limit, period, isQuietWrong, isTooMany } = faultsOf(form)
  return limit.size > 0 || period.size > 0 || isQuietWrong || isTooMany
}

/** Whether two forms tell the same policy. */
export function isSame(one: PolicyForm, other: PolicyForm): boolean {
  return JSON.stringify(policyOf(one)) === JSON.stringify(policyOf(other))
}

/** One more cap, as most begin. */
export function aCap(): CapForm {
  return { limit: 3, period: 1, unit: 'weeks', channel: '' }
}

/** What was kept in the browser, where it still is a form. */
export function asForm(kept: unknown): PolicyForm | null {
  const found = kept as Partial<PolicyForm> | null
  return found !== null && typeof found === 'object' && Array.isArray(found.caps) && typeof found.starts === 'string' ? (found as PolicyForm) : null
}

function periodOf(hours: number): { period: number; unit: Unit } {
  const unit: Unit = hours % HOURS.weeks === 0 ? 'weeks' : hours % HOURS.days === 0 ? 'days' : 'hours'
  return { period: hours / HOURS[unit], unit }
}
