// The state of the warehouse as the API tells it → what the screen shows.
import type { Tone } from '@/ui/ToneBadge.vue'
import type { WarehouseState } from '@/features/warehouse/queries'

export interface WarehouseView {
  /** Ends of locale keys: `warehouse.kinds.<kind>`, `warehouse.breakers.<breaker>`. */
  kind: NonNullable<WarehouseState['kind']> | 'none'
  breaker: NonNullable<WarehouseState['breaker']> | 'none'
  breakerTone: Tone
  /** `none`: nothing published yet; `damaged`: something is, and cannot be read. */
  missingBuild: 'none' | 'damaged' | null
  tables: { name: string; rows: number }[]
}

const TONES: Record<WarehouseView['breaker'], Tone> = { CLOSED: 'positive', OPEN: 'negative', HALF_OPEN: 'warning', none: 'neutral' }

/** The words' keys, the tone of the breaker, and the tables of the build by name. */
export function warehouseView(state: WarehouseState): WarehouseView {
  const breaker = state.breaker ?? 'none'
  return {
    kind: state.kind ?? 'none',
    breaker,
    breakerTone: TONES[breaker],
    missingBuild: state.build !== null ? null : state.build_reason === 'PUBLISHED_DAMAGED' ? 'damaged' : 'none',
    tables: (state.build?.tables ?? []).map(({ name, row_count }) => ({ name, rows: row_count })).toSorted((a, b) => a.name.localeCompare(b.name)),
  }
}
