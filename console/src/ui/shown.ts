// Which of the four states a query is in, decided once for every panel.
import type { DataState } from '@pinia/colada'

import { type Refusal, toRefusal } from '@/api/problem'

export type Shown<T> =
  | { name: 'loading' }
  | { name: 'refused'; refusal: Refusal }
  | { name: 'empty' }
  /** `refusal` is set when older data is shown because a newer read failed. */
  | { name: 'ready'; data: T; refusal: Refusal | null }

/** Loading until a first answer or refusal; data once read stays on screen when a later read fails. */
export function shownOf<T>(state: DataState<T, unknown>, isEmpty: (data: T) => boolean = () => false): Shown<T> {
  const refusal = state.status === 'error' ? toRefusal(state.error) : null
  if (state.data !== undefined) return isEmpty(state.data) ? { name: 'empty' } : { name: 'ready', data: state.data, refusal }
  return refusal === null ? { name: 'loading' } : { name: 'refused', refusal }
}
