// Users, keys and webhooks as the API tells them → what settings show. Pure.
import type { ApiKey, Delivery, Role, Webhook } from '@/features/settings/queries'
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
