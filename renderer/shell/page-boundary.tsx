import { Component, type ErrorInfo, type ReactNode } from 'react'
import { FaultPage } from './fault-page.tsx'

interface BoundaryProps {
  readonly children: ReactNode
  /** A new one clears the fault: the user went to another page. */
  readonly place?: string
}

interface BoundaryState {
  readonly fault?: { readonly error: unknown; readonly place?: string }
  readonly stack?: string
}

/** Keeps a fault of one page from taking the frame with it. React has no other form for this than a class. */
export class PageBoundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = {}

  static getDerivedStateFromError(error: unknown): BoundaryState {
    return { fault: { error } }
  }

  override componentDidCatch(_error: unknown, info: ErrorInfo): void {
    this.setState({ stack: info.componentStack ?? undefined })
  }

  override componentDidUpdate(before: BoundaryProps): void {
    if (this.state.fault && before.place !== this.props.place) this.setState({ fault: undefined, stack: undefined })
  }

  override render(): ReactNode {
    const { fault, stack } = this.state
    if (!fault) return this.props.children
    const retry = () => this.setState({ fault: undefined, stack: undefined })
    return <FaultPage error={fault.error} componentStack={stack} onReload={retry} />
  }
}

/** The last net: the frame itself failed, so this stands without it, and reloading means the whole window. */
export class RootBoundary extends PageBoundary {
  override render(): ReactNode {
    const { fault, stack } = this.state
    if (!fault) return this.props.children
    return <FaultPage bare error={fault.error} componentStack={stack} onReload={() => window.location.reload()} />
  }
}
