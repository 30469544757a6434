// The picture of each kind of node.
import { BellRing, CalendarClock, CircleStop, Coins, GitFork, ListMinus, ListPlus, Play, Tag, Ticket, Webhook } from '@lucide/vue'
import type { Component } from 'vue'

import type { ActionKind, JourneyNode, NodeType } from '@/features/journeys/definition'

const TYPES: Readonly<Record<Exclude<NodeType, 'ACTION'>, Component>> = { START: Play, CONDITION: GitFork, WAIT: CalendarClock, END: CircleStop }
const ACTIONS: Readonly<Record<ActionKind, Component>> = {
  SEND: BellRing,
  AWARD_POINTS: Coins,
  ISSUE_VOUCHER: Ticket,
  ADD_TO_LIST: ListPlus,
  REMOVE_FROM_LIST: ListMinus,
  SET_ATTRIBUTE: Tag,
  WEBHOOK: Webhook,
}

export function iconOf(type: NodeType, actionKind?: ActionKind): Component {
  return type === 'ACTION' ? ACTIONS[actionKind ?? 'SEND'] : TYPES[type]
}

export function iconOfNode(node: JourneyNode): Component {
  return iconOf(node.type, node.type === 'ACTION' ? node.action.kind : undefined)
}
