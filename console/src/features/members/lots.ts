// A member's lots as the API tells them → what the screen shows: how each stands, what became of it. Pure; words are in locales/.
import type { Lot } from '@/features/members/queries'
import type { Tone } from '@/ui/ToneBadge.vue'

const TONES: Readonly<Record<string, Tone>> = { OPEN: 'positive', PENDING: 'warning', USED: 'neutral', EXPIRED: 'negative' }

export interface LotUse {
  id: string
  /** End of the locale keys `entry.<type>` or `customer.type.<type>`. */
  type: string
  reference: string
  at: string
  /** Out of the lot below zero, into it above. */
  points: number
  heldPoints: number
}

export interface LotRow {
  id: string
  walletCode: string
  status: string
  tone: Tone
  grantedPoints: number
  remainingPoints: number
  heldPoints: number
  expiredPoints: number
  /** What left it for anything but expiry. */
  spentPoints: number
  remainingShare: number
  grantedAt: string
  expiresAt: string | null
  activatesAt: string | null
  activationEvent: string | null
  uses: LotUse[]
}

/** A lot with what was done to it, the latest first. */
export function lotRow(lot: Lot): LotRow {
  return {
    id: lot.lot_id,
    walletCode: lot.wallet_code,
    status: lot.status,
    tone: TONES[lot.status] ?? 'neutral',
    grantedPoints: lot.granted_points,
    remainingPoints: lot.remaining_points,
    heldPoints: lot.held_points,
    expiredPoints: lot.expired_points,
    spentPoints: Math.max(0, lot.granted_points - lot.remaining_points - lot.held_points - lot.expired_points),
    remainingShare: lot.granted_points > 0 ? Math.max(0, lot.remaining_points) / lot.granted_points : 0,
    grantedAt: lot.granted_at,
    expiresAt: lot.expires_at,
    activatesAt: lot.activates_at,
    activationEvent: lot.activation_event,
    uses: lot.uses
      .map((use, place) => ({ id: `${use.posting_id}/${place}`, type: use.type, reference: use.reference, at: use.effective_at, points: -use.points, heldPoints: use.held_points }))
      .toReversed(),
  }
}
