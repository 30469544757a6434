// The rule in hand: its tree, what was done to it and can be taken back, and what is known of its clauses. One editor for each builder on a page.
import { computed, type ComputedRef, inject, type InjectionKey, provide, ref, type Ref, shallowRef } from 'vue'

import { copied, findNode, movedIn, movedOut, movedTo, placeOf, stepped, withNode, withoutNode, withPart } from '@/features/segments/builder/edit'
import type { EventLike, FeatureLike, Vocabulary } from '@/features/segments/builder/fields'
import { aClause, aGroup, type Group, newId, type NewClause, type RuleNode } from '@/features/segments/builder/nodes'
import type { Kind } from '@/features/segments/builder/read'

export interface ClauseCount {
  /** Whom the clause describes by itself. */
  described: number
  /** Whom it leaves, with all clauses before it. */
  kept: number
}

export interface Fault {
  id: number
  message: string
  suggestion: string | null
}

export interface RuleEditor {
  tree: Readonly<Ref<Group>>
  vocabulary: ComputedRef<Vocabulary>
  currencyCode: ComputedRef<string>
  counts: ComputedRef<ReadonlyMap<number, ClauseCount>>
  fault: ComputedRef<Fault | null>
  /** Where the focus goes once the tree is drawn again. */
  focusId: Ref<number | null>
  draggedId: Ref<number | null>
  canUndo: ComputedRef<boolean>
  canRedo: ComputedRef<boolean>
  kindOf: (name: string) => Kind | null
  featureOf: (name: string) => FeatureLike | null
  eventOf: (type: string) => EventLike | null
  set: (node: RuleNode) => void
  add: (groupId: number, clause: NewClause | 'group', at?: number) => void
  remove: (id: number) => void
  copy: (id: number) => void
  move: (id: number, where: 'up' | 'down' | 'in' | 'out') => void
  drop: (groupId: number, at: number) => void
  undo: () => void
  redo: () => void
  replaceAll: (tree: Group) => void
}

interface About {
  vocabulary: () => Vocabulary
  currencyCode: () => string
  counts?: () => ReadonlyMap<number, ClauseCount>
  fault?: () => Fault | null
  changed?: (tree: Group) => void
}

const KEY: InjectionKey<RuleEditor> = Symbol('rule editor')
const STEPS_MAX = 100

/** The editor of the builder around this component. */
export function useRuleEditor(): RuleEditor {
  const editor = inject(KEY)
  if (!editor) throw new Error('No rule builder stands around this part of one.')
  return editor
}

/** An editor of `start`, for this component and those inside it. */
export function provideRuleEditor(start: Group, about: About): RuleEditor {
  const tree = shallowRef(start)
  const past = shallowRef<readonly Group[]>([])
  const future = shallowRef<readonly Group[]>([])
  const focusId = ref<number | null>(null)
  const draggedId = ref<number | null>(null)
  let lastSetId: number | null = null

  // Typing into one clause is one step to take back, not one for each letter.
  function change(next: Group, setId: number | null = null): void {
    if (next === tree.value) return
    if (setId === null || setId !== lastSetId) past.value = [...past.value, tree.value].slice(-STEPS_MAX)
    lastSetId = setId
    future.value = []
    show(next)
  }

  function show(next: Group): void {
    tree.value = next
    about.changed?.(next)
  }

  function step(from: Ref<readonly Group[]>, to: Ref<readonly Group[]>): void {
    const next = from.value.at(-1)
    if (!next) return
    from.value = from.value.slice(0, -1)
    to.value = [...to.value, tree.value]
    lastSetId = null
    show(next)
  }

  const vocabulary = computed(about.vocabulary)
  const features = computed(() => new Map(vocabulary.value.features.map((feature) => [feature.name, feature])))

  const editor: RuleEditor = {
    tree,
    vocabulary,
    currencyCode: computed(about.currencyCode),
    counts: computed(() => about.counts?.() ?? new Map<number, ClauseCount>()),
    fault: computed(() => about.fault?.() ?? null),
    focusId,
    draggedId,
    canUndo: computed(() => past.value.length > 0),
    canRedo: computed(() => future.value.length > 0),
    kindOf: (name) => features.value.get(name)?.kind ?? null,
    featureOf: (name) => features.value.get(name) ?? null,
    eventOf: (type) => vocabulary.value.events.find((event) => event.type === type) ?? null,
    set: (node) => change(withNode(tree.value, node), node.id),
    add(groupId, clause, at) {
      const node = clause === 'group' ? aGroup('or', []) : aClause(clause)
      const group = findNode(tree.value, groupId)
      focusId.value = node.id
      change(withPart(tree.value, groupId, at ?? (group?.kind === 'group' ? group.parts.length : 0), node))
    },
    remove(id) {
      const place = placeOf(tree.value, id)
      focusId.value = place ? (place.group.parts[place.at + 1]?.id ?? place.group.parts[place.at - 1]?.id ?? place.group.id) : null
      change(withoutNode(tree.value, id))
    },
    copy(id) {
      const place = placeOf(tree.value, id)
      const node = findNode(tree.value, id)
      if (!place || !node) return
      const copy = copied(node, newId)
      focusId.value = copy.id
      change(withPart(tree.value, place.group.id, place.at + 1, copy))
    },
    move(id, where) {
      focusId.value = id
      const moves = { up: () => stepped(tree.value, id, -1), down: () => stepped(tree.value, id, 1), in: () => movedIn(tree.value, id), out: () => movedOut(tree.value, id) }
      change(moves[where]())
    },
    drop(groupId, at) {
      if (draggedId.value !== null) change(movedTo(tree.value, draggedId.value, groupId, at))
      draggedId.value = null
    },
    undo: () => step(past, future),
    redo: () => step(future, past),
    replaceAll: (next) => change(next),
  }
  provide(KEY, editor)
  return editor
}
