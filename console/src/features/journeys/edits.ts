// What a hand does to the journey on screen: each act commits the next draft and chooses what it touched. Not here: the drafts themselves (draft.ts).
import { useEventListener } from '@vueuse/core'

import type { Dropped } from '@/features/journeys/components/JourneyCanvas.vue'
import type { Piece } from '@/features/journeys/components/NodePalette.vue'
import { ACTION_KINDS, type Definition, type JourneyNode, NODE_TYPES, type Position } from '@/features/journeys/definition'
import { addNode, connect, copyNode, disconnect, moveNodes, removeNodes, renameNode, replaceNode } from '@/features/journeys/draft'
import type { useEditing } from '@/features/journeys/editing'
import { laidOut, placesOf } from '@/features/journeys/layout'
import type { CanvasView, useSelection } from '@/features/journeys/selection'

const DRAWN_AFTER_MS = 60

/** The acts of the canvas, the palette and the forms, with Ctrl+Z, Ctrl+Y and Ctrl+D. Nothing changes where `mayWrite` says no. */
export function useEdits(editing: ReturnType<typeof useEditing>, selection: ReturnType<typeof useSelection>, canvas: () => CanvasView | null, mayWrite: () => boolean) {
  const { definition } = editing
  const { selectedId, choose } = selection

  function change(next: Definition | null, field: string | null = null): void {
    if (next && mayWrite()) editing.commit(next, field)
  }

  function add(piece: Piece, position: Position | null): void {
    if (!definition.value) return
    const added = addNode(definition.value, piece.type, {
      ...(piece.actionKind && { actionKind: piece.actionKind }),
      ...(position ? { position } : { after: selectedId.value }),
    })
    // A piece that leads on from nothing stands where one looks.
    const isLoose = !added.definition.edges.some((edge) => edge.to === added.id)
    const wasPlaced = definition.value.nodes.some((node) => node.position)
    const placed = !position && isLoose && wasPlaced ? moveNodes(added.definition, { [added.id]: canvas()?.middle() ?? { x: 0, y: 0 } }) : added.definition
    change(placed)
    choose(added.id)
  }

  function drop({ word, position }: Dropped): void {
    const actionKind = ACTION_KINDS.find((one) => one === word)
    const type = actionKind ? 'ACTION' : NODE_TYPES.find((one) => one === word)
    if (type) add({ type, ...(actionKind && { actionKind }) }, position)
  }

  function move(positions: Record<string, Position>): void {
    if (!definition.value) return
    // The first time somebody moves one, the others stay where they were laid out.
    change(moveNodes(definition.value, { ...placesOf(definition.value), ...positions }), `move.${Object.keys(positions).join()}`)
  }

  function remove(ids: readonly string[]): void {
    if (!definition.value) return
    change(removeNodes(definition.value, ids))
    choose(null)
  }

  function copy(id: string): void {
    const copied = definition.value && copyNode(definition.value, id)
    if (!copied) return
    change(copied.definition)
    choose(copied.id)
  }

  function rename(from: string, to: string): void {
    if (!definition.value) return
    const next = renameNode(definition.value, from, to.trim())
    if (next === definition.value) return
    change(next)
    choose(to.trim())
  }

  function replace(node: JourneyNode, field: string): void {
    if (definition.value) change(replaceNode(definition.value, node), `${node.id}.${field}`)
  }

  function join(from: string, branch: string, to: string): void {
    if (definition.value) change(connect(definition.value, from, branch, to))
  }

  function part(from: string, branch: string): void {
    if (definition.value) change(disconnect(definition.value, from, branch))
  }

  function arrange(): void {
    if (!definition.value) return
    change(moveNodes(definition.value, laidOut(definition.value)))
    setTimeout(() => canvas()?.showAll(), DRAWN_AFTER_MS)
  }

  useEventListener(document, 'keydown', (event: KeyboardEvent) => {
    const target = event.target as HTMLElement | null
    const isWriting = /^(INPUT|TEXTAREA|SELECT)$/.test(target?.tagName ?? '')
    if (!(event.ctrlKey || event.metaKey) || isWriting) return
    const key = event.key.toLowerCase()
    if (key === 'z' && !event.shiftKey) editing.undo()
    else if (key === 'y' || (key === 'z' && event.shiftKey)) editing.redo()
    else if (key === 'd' && selectedId.value !== null) copy(selectedId.value)
    else return
    event.preventDefault()
  })

  return { change, add, drop, move, remove, copy, rename, replace, join, part, arrange }
}
