// Users, keys and webhooks as the API tells them → what settings show. Pure.
import type { ApiKey, Channel, Delivery, Language, Role, Webhook } from '@/features/settings/queries'
import type { Tone } from '@/ui/ToneBadge.vue'

export const PASSWORD_LENGTH_MIN = 12

/** What the form can say about a new password before it is sent. */
export function passwordFault(password: string, name: string): 'short' | 'name' | null {
  if (password.length < PASSWORD_LENGTH_MIN) return 'short'
  return password.trim().toLowerCase() === name.trim().toLowerCase() ? 'name' : null
}

/** The rights of a role by the noun they are about, `ledger.earn` under `ledger`. */
export function rightsByNoun(role: Role): { noun: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const { permission } of role.grants) {
    const noun = permission.split('.')[0] ?? permission
    counts.set(noun, (counts.get(noun) ?? 0) + 1)
  }
  return [...counts].map(([noun, count]) => ({ noun, count })).toSorted((a, b) => a.noun.localeCompare(b.noun))
}

/** The keys that work before those that were revoked; the newest of each first. */
export function keysInOrder(keys: readonly ApiKey[]): ApiKey[] {
  return keys.toSorted((a, b) => Number(a.revoked_at !== null) - Number(b.revoked_at !== null) || b.created_at.localeCompare(a.created_at))
}

/** How a webhook stands: archived, paused, failing, or well. */
export function standingOf({ status, failure_count }: Pick<Webhook, 'status' | 'failure_count'>): { key: string; tone: Tone } {
  if (status === 'ARCHIVED') return { key: 'archived', tone: 'neutral' }
  if (status === 'PAUSED') return { key: 'paused', tone: 'warning' }
  return failure_count > 0 ? { key: 'failing', tone: 'negative' } : { key: 'well', tone: 'positive' }
}

export const DELIVERY_TONES: Record<Delivery['status'], Tone> = { PENDING: 'neutral', DELIVERED: 'positive', FAILED: 'negative' }

/** Event types as somebody types them: commas, blanks and lines apart, each once. */
export function typesIn(text: string): string[] {
  return [...new Set(text.split(/[\s,]+/).filter((type) => type !== ''))]
}

export const CHANNEL_TONES: Record<Channel['state'], Tone> = { OFF: 'neutral', WELL: 'positive', AWAY: 'negative' }

/** Channels that are configured before those that are not; those that do not answer first. */
export function channelsInOrder(channels: readonly Channel[]): Channel[] {
  const rank = ({ state }: Channel): number => ['AWAY', 'WELL', 'OFF'].indexOf(state)
  return channels.toSorted((a, b) => rank(a) - rank(b) || a.channel_code.localeCompare(b.channel_code))
}

/** What is written down as an example of an address; the channel decides what it takes. */
export function addressExample(channel: Channel['channel_code']): string {
  return { email: 'you@example.com', sms: '+12125550100', phone: '+12125550100', whatsapp: '+12125550100', push: '', mail: '' }[channel]
}

/** Of all templates, the share that speaks the language; null: there are none. */
export function coverageOf({ template_count, missing_templates }: Language): number | null {
  const all = template_count + missing_templates.length
  return all === 0 ? null : template_count / all
}

/** A language by its own name, as its readers look for it; its code where nobody knows the name. */
export function languageName(code: string): string {
  try {
    return new Intl.DisplayNames([code], { type: 'language', fallback: 'code' }).of(code) ?? code
  } catch {
    return code
  }
}
