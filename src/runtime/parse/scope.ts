import type {
  AnyNode,
  CatchClause,
  Class,
  Expression,
  Function as FunctionNode,
  ImportDeclaration,
  ImportExpression,
  Pattern,
  Program,
  VariableDeclaration,
} from 'acorn';

/** Something in the code that has no meaning in a cell, at `offset`. */
export interface ScopeFault {
  readonly message: string;
  readonly offset: number;
}

/** A name as it stands in the code, and whether it is written to. */
export interface Reference {
  readonly name: string;
  readonly offset: number;
  readonly isWrite: boolean;
  /** Who owns it: another cell or the world (`free`), this cell, one of its imports, or a scope inside. */
  readonly owner: 'free' | 'cell' | 'import' | 'inner';
}

export interface Scopes {
  /** Top-level names and where each is first declared. */
  readonly defines: ReadonlyMap<string, number>;
  readonly imported: ReadonlyMap<string, number>;
  readonly references: readonly Reference[];
  readonly dynamicImports: readonly ImportExpression[];
  readonly faults: readonly ScopeFault[];
}

/** The names of one scope. `var` and what a function owns live in scopes with `isFunction`. */
class Scope {
  readonly names = new Map<string, number>();
  readonly parent: Scope | null;
  readonly isFunction: boolean;

  constructor(parent: Scope | null, isFunction = false) {
    this.parent = parent;
    this.isFunction = isFunction;
  }

  declare(name: string, offset: number): void {
    if (!this.names.has(name)) this.names.set(name, offset);
  }

  /** The scope that `var` declares in. */
  get function(): Scope {
    return this.isFunction || !this.parent ? this : this.parent.function;
  }

  find(name: string): Scope | null {
    let scope: Scope | null = this;
    while (scope && !scope.names.has(name)) scope = scope.parent;
    return scope;
  }
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && typeof (value as AnyNode).type === 'string';
}

/** Which names a cell defines, and to whom each name in it belongs. References are resolved once all names are known. */
export function readScopes(program: Program): Scopes {
  const imports = new Scope(null, true);
  const cell = new Scope(imports, true);
  const pending: { name: string; offset: number; isWrite: boolean; scope: Scope }[] = [];
  const dynamicImports: ImportExpression[] = [];
  const faults: ScopeFault[] = [];

  const refer = (name: string, offset: number, scope: Scope, isWrite = false): void => {
    pending.push({ name, offset, isWrite, scope });
  };
  const visitAll = (nodes: readonly (AnyNode | null | undefined)[], scope: Scope): void => {
    for (const node of nodes) if (node) visit(node, scope);
  };

  function visit(node: AnyNode, scope: Scope): void {
    switch (node.type) {
      case 'Identifier':
        refer(node.name, node.start, scope);
        return;
      case 'VariableDeclaration':
        variables(node, scope);
        return;
      case 'FunctionDeclaration':
        if (node.id) scope.declare(node.id.name, node.id.start);
        closure(node, scope);
        return;
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        closure(node, scope);
        return;
      case 'ClassDeclaration':
        if (node.id) scope.declare(node.id.name, node.id.start);
        classBody(node, scope);
        return;
      case 'ClassExpression':
        classBody(node, scope);
        return;
      case 'BlockStatement':
        visitAll(node.body, new Scope(scope));
        return;
      case 'ForStatement': {
        const inner = new Scope(scope);
        visitAll([node.init, node.test, node.update, node.body], inner);
        return;
      }
      case 'ForInStatement':
      case 'ForOfStatement': {
        const inner = new Scope(scope);
        if (node.left.type === 'VariableDeclaration') variables(node.left, inner);
        else target(node.left, inner);
        visitAll([node.right, node.body], inner);
        return;
      }
      case 'SwitchStatement': {
        visit(node.discriminant, scope);
        visitAll(node.cases, new Scope(scope));
        return;
      }
      case 'CatchClause':
        caught(node, scope);
        return;
      case 'LabeledStatement':
        visit(node.body, scope);
        return;
      case 'BreakStatement':
      case 'ContinueStatement':
      case 'PrivateIdentifier':
        return;
      case 'MemberExpression':
        visit(node.object, scope);
        if (node.computed) visit(node.property, scope);
        return;
      case 'Property':
        if (node.computed) visit(node.key, scope);
        visit(node.value, scope);
        return;
      case 'AssignmentExpression':
        target(node.left, scope);
        visit(node.right, scope);
        return;
      case 'UpdateExpression':
        target(node.argument, scope);
        return;
      case 'MetaProperty':
        if (node.meta.name === 'import') {
          faults.push({ message: "Cannot use 'import.meta' in a cell", offset: node.start });
        }
        return;
      case 'ImportExpression':
        dynamicImports.push(node);
        children(node, scope);
        return;
      case 'ImportDeclaration':
        importNames(node);
        return;
      case 'ExportNamedDeclaration':
        if (node.declaration) visit(node.declaration, scope);
        if (node.source)
          faults.push({ message: 'A cell cannot re-export from a module', offset: node.start });
        return;
      case 'ExportAllDeclaration':
        faults.push({ message: 'A cell cannot re-export from a module', offset: node.start });
        return;
      default:
        children(node, scope);
    }
  }

  /** Visits whatever nodes hang from `node`: for kinds that make no scope and whose every name is a reference. */
  function children(node: AnyNode, scope: Scope): void {
    for (const value of Object.values(node) as unknown[]) {
      if (Array.isArray(value)) {
        for (const item of value) if (isNode(item)) visit(item, scope);
      } else if (isNode(value)) visit(value, scope);
    }
  }

  function variables(node: VariableDeclaration, scope: Scope): void {
    const owner = node.kind === 'var' ? scope.function : scope;
    if (owner === cell && node.kind !== 'var' && node.kind !== 'let' && node.kind !== 'const') {
      faults.push({
        message: `'${node.kind}' cannot declare a name that cells share`,
        offset: node.start,
      });
    }
    for (const { id, init } of node.declarations) {
      declarePattern(id, owner, scope);
      if (init) visit(init, scope);
    }
  }

  /** Declares the names of `pattern` in `owner`; its defaults and computed keys are read in `scope`. */
  function declarePattern(pattern: Pattern, owner: Scope, scope: Scope): void {
    eachPart(pattern, scope, (part) => {
      if (part.type === 'Identifier') owner.declare(part.name, part.start);
      else visit(part, scope);
    });
  }

  /** Assigns to `pattern`: names in it are written, members are read. */
  function target(pattern: Pattern | Expression, scope: Scope): void {
    eachPart(pattern, scope, (part) => {
      if (part.type === 'Identifier') refer(part.name, part.start, scope, true);
      else visit(part, scope);
    });
  }

  /** Takes a destructuring pattern apart down to the names and members that receive values. */
  function eachPart(
    pattern: Pattern | Expression,
    scope: Scope,
    leaf: (part: AnyNode) => void,
  ): void {
    switch (pattern.type) {
      case 'ObjectPattern':
        for (const property of pattern.properties) {
          if (property.type === 'RestElement') eachPart(property.argument, scope, leaf);
          else {
            if (property.computed) visit(property.key, scope);
            eachPart(property.value, scope, leaf);
          }
        }
        return;
      case 'ArrayPattern':
        for (const element of pattern.elements) if (element) eachPart(element, scope, leaf);
        return;
      case 'RestElement':
        eachPart(pattern.argument, scope, leaf);
        return;
      case 'AssignmentPattern':
        eachPart(pattern.left, scope, leaf);
        visit(pattern.right, scope);
        return;
      default:
        leaf(pattern);
    }
  }

  /** Parameters have a scope of their own: a default value sees neither the body's names nor its `var`. */
  function closure(node: FunctionNode, scope: Scope): void {
    let outer = scope;
    if (node.type === 'FunctionExpression' && node.id) {
      outer = new Scope(scope);
      outer.declare(node.id.name, node.id.start);
    }
    const params = new Scope(outer, true);
    if (node.type !== 'ArrowFunctionExpression') params.declare('arguments', node.start);
    for (const param of node.params) declarePattern(param, params, params);
    if (node.body.type === 'BlockStatement') visitAll(node.body.body, new Scope(params, true));
    else visit(node.body, params);
  }

  function classBody(node: Class, scope: Scope): void {
    const inner = new Scope(scope);
    if (node.id) inner.declare(node.id.name, node.id.start);
    if (node.superClass) visit(node.superClass, inner);
    for (const member of node.body.body) {
      if (member.type === 'StaticBlock') {
        visitAll(member.body, new Scope(inner, true));
      } else {
        if (member.computed) visit(member.key, inner);
        if (member.value) visit(member.value, new Scope(inner, true));
      }
    }
  }

  function caught(node: CatchClause, scope: Scope): void {
    const inner = new Scope(scope);
    if (node.param) declarePattern(node.param, inner, inner);
    visit(node.body, inner);
  }

  function importNames(node: ImportDeclaration): void {
    for (const { local } of node.specifiers) imports.declare(local.name, local.start);
  }

  visitAll(program.body, cell);
  const references = pending
    .map(({ name, offset, isWrite, scope }): Reference => {
      const found = scope.find(name);
      const owner =
        found === null ? 'free' : found === cell ? 'cell' : found === imports ? 'import' : 'inner';
      return { name, offset, isWrite, owner };
    })
    .sort((a, b) => a.offset - b.offset);
  return { defines: cell.names, imported: imports.names, references, dynamicImports, faults };
}
