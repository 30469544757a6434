// Undo and redo over something that is never changed in place. Changes of one field that follow each other are one step.
import { computed, shallowRef } from 'vue'

const STEPS_MAX = 200

/** `present` and the ways back and forth. A change with the same `field` as the last one replaces it. */
export function useHistory<T>(initial: T) {
  const past = shallowRef<readonly T[]>([])
  const present = shallowRef<T>(initial)
  const future = shallowRef<readonly T[]>([])
  let lastField: string | null = null

  function commit(next: T, field: string | null = null): void {
    if (next === present.value) return
    if (field === null || field !== lastField || past.value.length === 0) past.value = [...past.value, present.value].slice(-STEPS_MAX)
    present.value = next
    future.value = []
    lastField = field
  }

  function undo(): void {
    const before = past.value.at(-1)
    if (before === undefined) return
    future.value = [present.value, ...future.value]
    present.value = before
    past.value = past.value.slice(0, -1)
    lastField = null
  }

  function redo(): void {
    const [after, ...rest] = future.value
    if (after === undefined) return
    past.value = [...past.value, present.value]
    present.value = after
    future.value = rest
    lastField = null
  }

  /** Begins anew, with no way back. */
  function restart(value: T): void {
    past.value = []
    future.value = []
    present.value = value
    lastField = null
  }

  return { present, commit, undo, redo, restart, canUndo: computed(() => past.value.length > 0), canRedo: computed(() => future.value.length > 0) }
}
