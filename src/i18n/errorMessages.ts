/** The wordings of one error in the engines (V8 first, then Firefox and Safari) or in tfjs, and what they tell. */
interface Pattern<K extends string> {
  /** Named groups that explanations may quote. */
  readonly keys: readonly K[];
  readonly match: readonly RegExp[];
}

function pattern<K extends string = never>(keys: readonly K[], ...match: RegExp[]): Pattern<K> {
  return { keys, match };
}

/**
 * Errors known by their original message. The first that matches counts, so what is special stands before what is
 * general.
 */
const patterns = {
  // Names
  'no-page': pattern(
    ['name'],
    /^(?<name>document|window|alert|prompt|confirm|localStorage|sessionStorage|XMLHttpRequest) is not defined$/,
    /^Can't find variable: (?<name>document|window|alert|prompt|confirm|localStorage|sessionStorage)$/,
  ),
  'not-defined': pattern(
    ['name'],
    /^(?<name>.+) is not defined$/,
    /^Can't find variable: (?<name>.+)$/,
  ),
  'used-too-early': pattern(
    ['name'],
    /^Cannot access '(?<name>.+)' before initialization$/,
    /^can't access lexical declaration '(?<name>.+)' before initialization$/,
    /^Cannot access uninitialized variable\.?$/,
  ),
  'const-assignment': pattern(
    ['name'],
    /^Assignment to constant variable\.?$/,
    /^invalid assignment to const '(?<name>.+)'$/,
  ),
  'already-declared': pattern(
    ['name'],
    /^Identifier '(?<name>.+)' has already been declared$/,
    /^redeclaration of \w+ (?<name>\S+)$/,
    /^Cannot declare .*: '(?<name>.+)'\.?/,
  ),

  // Values
  'destructure-nothing': pattern(
    ['property', 'object', 'value'],
    /^Cannot destructure property '(?<property>.+)' of '(?<object>.+)' as it is (?<value>undefined|null)\.$/,
  ),
  'read-nothing': pattern(
    ['property', 'value'],
    /^Cannot read properties of (?<value>undefined|null) \(reading '(?<property>.+)'\)$/,
    /^can't access property "(?<property>.+)", .+ is (?<value>undefined|null)$/,
    /^(?<value>undefined|null) is not an object \(evaluating '.*?(?<property>[\w$]+)'\)$/,
  ),
  'write-nothing': pattern(
    ['property', 'value'],
    /^Cannot set properties of (?<value>undefined|null) \(setting '(?<property>.+)'\)$/,
  ),
  'not-iterable': pattern(
    ['value'],
    /^Spread syntax requires \.\.\.iterable\[Symbol\.iterator\] to be a function/,
    /^Iterator value (?<value>.+) is not an entry object$/,
    /^(?:number|string|boolean|object|symbol|bigint) (?<value>.+) is not iterable/,
    /^(?<value>.+?) is not iterable/,
  ),
  'no-compare-function': pattern(
    [],
    /^The comparison function must be either a function or undefined/,
  ),
  'not-a-constructor': pattern(
    ['value'],
    /^Class extends value (?<value>.+) is not a constructor or null$/,
    /^(?<value>.+) is not a constructor/,
  ),
  'not-a-function': pattern(['value'], /^(?<value>.+?) is not a function\b/),
  'read-only': pattern(
    ['property'],
    /^Cannot assign to read only property '(?<property>.+)' of object/,
    /^Cannot (?:add|define) property (?<property>.+), object is not extensible$/,
    /^"?(?<property>\S+?)"? is read-only$/,
    /^Attempted to assign to readonly property\.?$/,
  ),
  'getter-only': pattern(
    ['property'],
    /^Cannot set property (?<property>.+) of .+ which has only a getter$/,
    /^setting getter-only property "(?<property>.+)"$/,
  ),
  'null-to-object': pattern(
    [],
    /^Cannot convert undefined or null to object$/,
    /^can't convert (?:undefined|null) to object$/,
  ),
  'object-to-primitive': pattern([], /^Cannot convert object to primitive value$/),
  'symbol-to-text': pattern(
    [],
    /^Cannot convert a Symbol value to a (?:string|number)$/,
    /^can't convert symbol to (?:string|number)$/,
  ),
  'bigint-mix': pattern(
    [],
    /^Cannot mix BigInt and other types/,
    /^can't convert BigInt to number$/,
    /^Cannot convert a BigInt value to a number$/,
    /^Invalid mix of BigInt and other type/,
  ),
  'bigint-fraction': pattern(
    ['value'],
    /^The number (?<value>.+) cannot be converted to a BigInt/,
    /^Cannot convert (?<value>.+) to a BigInt$/,
  ),
  'in-operator': pattern(
    ['key', 'value'],
    /^Cannot use 'in' operator to search for '(?<key>.+)' in (?<value>.*)$/,
  ),
  instanceof: pattern(
    [],
    /^Right-hand side of 'instanceof' is not (?:callable|an object)$/,
    /^invalid 'instanceof' operand/,
  ),
  'empty-reduce': pattern(
    [],
    /^Reduce of empty array with no initial value$/,
    /^reduce of empty array with no initial value$/i,
  ),

  // Classes
  'class-without-new': pattern(
    ['name'],
    /^Class constructor (?<name>\S*) cannot be invoked without 'new'$/,
    /^class constructors must be invoked with 'new'$/,
    /^Cannot call a class constructor(?: (?<name>\S+))? without \|new\|$/,
  ),
  'super-first': pattern(
    [],
    /^Must call super constructor in derived class before/,
    /^must call super constructor before using 'this'/,
    /^'super\(\)' must be called in derived constructor/,
  ),
  'private-undeclared': pattern(
    ['name'],
    /^Private field '(?<name>#.+)' must be declared in an enclosing class$/,
  ),
  'private-foreign': pattern(
    ['name', 'class'],
    /^Cannot (?:read|write) private member (?<name>#\S+) (?:from|to) an object whose class did not declare it$/,
    /^Receiver must be (?:an instance of )?class (?<class>\S+)$/,
  ),

  // Numbers, texts, sizes
  'array-length': pattern(
    ['length'],
    /^Invalid array length$/i,
    /^Invalid typed array length: (?<length>.+)$/,
    /^invalid or out-of-range/,
    /^Array length must be a positive integer/,
  ),
  'out-of-memory': pattern(
    ['size'],
    /^Array buffer allocation failed$/,
    /^Invalid array buffer length$/,
    /^Out of memory$/i,
    /^allocation size overflow$/,
    /^Buffer size \((?<size>\d+)\) exceeds the max buffer size limit/,
  ),
  'text-too-long': pattern([], /^Invalid string length$/, /^Out of memory: string/),
  'repeat-count': pattern(
    ['count'],
    /^Invalid count value: (?<count>.+)$/,
    /^repeat count must be/,
  ),
  'outside-array': pattern(
    [],
    /^offset is out of bounds$/i,
    /^Offset is outside the bounds of the DataView$/,
    /^Start offset .+ is outside the bounds/,
    /^Invalid index ?: /,
  ),
  'stack-overflow': pattern([], /^Maximum call stack size exceeded\.?$/, /^too much recursion$/),
  'digits-range': pattern(
    ['method', 'low', 'high'],
    /^(?<method>to\w+)\(\) (?:digits |radix )?argument must be between (?<low>\d+) and (?<high>\d+)$/,
  ),
  'invalid-date': pattern(
    [],
    /^Invalid time value$/,
    /^invalid date$/i,
    /^date value is not finite/,
  ),
  'regexp-not-closed': pattern([], /^Unterminated regular expression$/, /missing \/$/),
  'regular-expression': pattern(
    ['source', 'reason'],
    /^Invalid regular expression: \/(?<source>.*)\/[a-z]*: (?<reason>.+)$/s,
    /^Invalid (?:regular expression )?flags? supplied to RegExp constructor '(?<source>.+)'$/,
    /^Invalid regular expression: (?<reason>.+)$/,
  ),
  'uri-malformed': pattern([], /^URI malformed$/, /^malformed URI sequence$/),

  // JSON and cloning
  'json-circular': pattern(
    ['property'],
    /^Converting circular structure to JSON[^]*property '(?<property>.+?)' closes the circle/,
    /^Converting circular structure to JSON/,
    /^cyclic object value$/,
    /^JSON\.stringify cannot serialize cyclic structures/,
  ),
  'json-bigint': pattern(
    [],
    /^Do not know how to serialize a BigInt$/,
    /^BigInt value can't be serialized in JSON$/,
  ),
  'json-end': pattern(
    [],
    /^Unexpected end of JSON input$/,
    /^JSON\.parse: unexpected end of data/,
    /^JSON Parse error: Unexpected EOF/,
    /^Unterminated string in JSON at position/,
  ),
  'json-parse': pattern(
    ['found', 'position'],
    /^Unexpected token '?(?<found>.+?)'?, .* is not valid JSON$/s,
    /^"(?<found>.*)" is not valid JSON$/s,
    /^.+ in JSON at position (?<position>\d+)/,
    /^Unexpected non-whitespace character after JSON at position (?<position>\d+)/,
    /^JSON\.parse: /,
    /^JSON Parse error: /,
  ),
  'not-clonable': pattern(
    ['value'],
    /^Failed to execute '\w+' on '\w+': (?<value>.+) could not be cloned\.$/s,
    /^(?<value>.+) could not be cloned\.?$/s,
    /^The object can not be cloned/,
  ),

  // The world outside
  'no-network': pattern(
    [],
    /^Failed to fetch$/,
    /^fetch failed$/,
    /^NetworkError when attempting to fetch resource\.?$/,
    /^Load failed$/,
  ),
  stopped: pattern(
    [],
    /^(?:This|The) operation was aborted\.?$/,
    /^signal is aborted without reason$/,
    /^Fetch is aborted$/,
  ),

  // Syntax
  'missing-paren': pattern([], /^missing \) after argument list$/),
  'text-not-closed': pattern(
    [],
    /^Unterminated string constant$/,
    /^Invalid or unexpected token$/,
    /^(?:unterminated string literal|'' string literal contains an unescaped line break)/,
  ),
  'template-not-closed': pattern(
    [],
    /^Unterminated template(?: literal)?$/,
    /^'' literal not terminated before end of script/,
  ),
  'comment-not-closed': pattern([], /^Unterminated comment$/),
  'await-outside': pattern(
    [],
    /^await is only valid in async functions/,
    /^Cannot use keyword 'await' outside an async function$/,
    /^Unexpected reserved word$/,
  ),
  'unexpected-end': pattern([], /^Unexpected end of (?:input|script)\b/),
  'reserved-word': pattern(
    ['word'],
    /^Unexpected strict mode reserved word$/,
    /^The keyword '(?<word>.+)' is reserved$/,
    /^Binding (?<word>eval|arguments) in strict mode$/,
  ),
  'return-outside': pattern([], /^Illegal return statement$/, /^'return' outside of function$/),
  'break-outside': pattern(
    ['word'],
    /^Illegal (?<word>break|continue) statement/,
    /^Unsyntactic (?<word>break|continue)$/,
    /^Undefined label/,
  ),
  'const-without-value': pattern(
    [],
    /^Missing initializer in const declaration$/,
    /^missing = in const declaration$/,
  ),
  'assignment-target': pattern(
    [],
    /^Invalid left-hand side/,
    /^Assigning to rvalue$/,
    /^invalid assignment left-hand side/,
  ),
  'unexpected-text': pattern(
    ['found'],
    /^Unexpected (?:token|identifier|number) '(?<found>.+?)'/,
    /^Unexpected (?:number|string|identifier)\b/,
    /^Unexpected character '(?<found>.+)'$/s,
  ),

  // tfjs
  'matmul-inner': pattern(
    ['innerA', 'innerB', 'a', 'b'],
    /^Error in matMul: inner shapes \((?<innerA>\d+)\) and \((?<innerB>\d+)\) of Tensors with shapes (?<a>[\d,]*) and (?<b>[\d,]*) and/,
    /^Error in dot: inner dimensions of inputs must match, but got (?<innerA>\d+) and (?<innerB>\d+)\.$/,
  ),
  'shapes-broadcast': pattern(
    ['a', 'b'],
    /^Operands could not be broadcast together with shapes (?<a>[\d,]*) and (?<b>[\d,]*)\.$/,
  ),
  'tensor-disposed': pattern([], /^Tensor is disposed\.$/, /is already disposed/),
  'reshape-size': pattern(
    ['size', 'shape'],
    /^Size\((?<size>\d+)\) must match the product of shape (?<shape>[\d,-]*)$/,
    /^The implicit shape can't be a fractional number\. Got (?<size>\d+) \/ \d+$/,
  ),
  'reshape-two-free': pattern([], /^Shapes can only have 1 implicit size/),
  'concat-shapes': pattern(
    ['index', 'a', 'b', 'axis'],
    /^Error in concat\dD: Shape of tensors\[(?<index>\d+)\] \((?<b>[\d,]*)\) does not match the shape of the rest \((?<a>[\d,]*)\) along the non-concatenated axis (?<axis>\d+)\.$/,
    /^Error in concat\dD: rank of tensors\[(?<index>\d+)\] must be the same/,
  ),
  'shapes-differ': pattern(
    ['a', 'b'],
    /Shapes (?<a>[\d,]*) and (?<b>[\d,]*) must match$/,
    /^shape of the new value \((?<b>[\d,]*)\) and previous value \((?<a>[\d,]*)\) must match$/,
  ),
  'slice-outside': pattern(
    ['axis', 'end', 'length'],
    /^Error in slice\dD: begin\[(?<axis>\d+)\] \+ size\[\d+\] \((?<end>-?\d+)\) would overflow input\.shape\[\d+\] \((?<length>\d+)\)$/,
  ),
  'axis-outside': pattern(
    ['axis', 'low', 'high'],
    /^All values in axis param must be in range \[(?<low>-?\d+), (?<high>\d+)\) but got axis (?<axis>.+)$/,
    /^Axis (?<axis>-?\d+) is not in/,
  ),
  'softmax-axis': pattern(
    ['rank', 'axis'],
    /^Softmax along a non-last dimension is not yet supported\. Logits was rank (?<rank>\d+) and dim was (?<axis>-?\d+)$/,
  ),
  'values-count': pattern(
    ['shape', 'expected', 'got'],
    /^Based on the provided shape, (?<shape>\[[\d,]*\]), the tensor should have (?<expected>\d+) values but has (?<got>\d+)$/,
  ),
  'rows-uneven': pattern(
    ['row', 'expected', 'got'],
    /^Element arr\[(?<row>[^\]]+)\](?:\[\d+\])* should have (?<expected>\d+) elements, but has (?<got>\d+) elements$/,
    /^Element arr\[(?<row>[^\]]+)\](?:\[\d+\])* (?:is a primitive|should be a primitive|should be an array)/,
  ),
  'shape-needed': pattern(
    ['fn'],
    /^(?<fn>tensor\dd)\(\) requires shape to be provided/,
    /^(?<fn>tensor\dd)\(\) requires (?:values|shape)/,
  ),
  'shape-invalid': pattern(
    ['shape'],
    /^Tensor must have a shape comprised of positive integers but got shape (?<shape>\[.*\])\.$/,
  ),
  'rank-wrong': pattern(
    ['fn', 'expected', 'got'],
    /^Error in (?<fn>\w+): (?:input|x|filter) must be rank (?<expected>[\w ]+), but got rank (?<got>\d+)\.$/,
  ),
  'dtype-wrong': pattern(
    ['name', 'fn', 'expected', 'got'],
    /^Argument '(?<name>.+)' passed to '(?<fn>.+)' must be (?<expected>\w+) tensor, but got (?<got>\w+) tensor$/,
  ),
  'not-a-tensor': pattern(
    ['name', 'fn', 'got'],
    /^Argument '(?<name>.+)' passed to '(?<fn>.+)' must be a Tensor or TensorLike, but got '(?<got>.*)'$/,
    /^values passed to tensor\(values\) must be/,
  ),
  'dtype-unknown': pattern(
    ['dtype'],
    /^Failed to cast to unknown dtype (?<dtype>.+)$/,
    /^Unknown data type (?<dtype>.+)$/,
  ),
  'dtype-mix': pattern(['a', 'b'], /^Can not upcast (?<a>\w+) with (?<b>\w+)$/),
  'one-hot-depth': pattern(
    ['depth'],
    /^Error in oneHot: depth must be >=2, but it is (?<depth>.+)$/,
  ),
  'index-outside': pattern(
    ['index', 'last'],
    /^GatherV2: the index value (?<index>-?\d+) is not in \[0, (?<last>-?\d+)\]$/,
  ),
  'entry-outside': pattern(
    ['index', 'shape'],
    /^Invalid indices: (?<index>[\d,-]+) does not index into (?<shape>[\d,]+)$/,
    /^Requested out of range element at (?<index>[\d,-]+)\.\s+Buffer shape=(?<shape>[\d,]+)$/,
  ),
  'split-uneven': pattern([], /^Number of splits must evenly divide the axis\.$/),
  'transpose-order': pattern(
    ['rank', 'perm'],
    /^Error in transpose: rank of input (?<rank>\d+) must match length of perm (?<perm>.*)\.$/,
    /^All entries in 'perm' must be between 0 and \d+ but got (?<perm>.+)$/,
  ),
  'top-k': pattern(
    ['length', 'k'],
    /^'k' passed to topk\(\) must be <= the last dimension \((?<length>\d+)\) but got (?<k>.+)$/,
  ),
  'no-gradient': pattern(
    [],
    /^Cannot compute gradient of y=f\(x\) with respect to x/,
    /^Cannot find a connection between any variable and the result/,
  ),
  'no-variables': pattern(
    [],
    /^variableGrads\(\) expects at least one of the input variables to be trainable/,
  ),
  'model-input': pattern(
    ['name', 'a', 'b'],
    /^Error when checking .*: expected (?<name>\S+) to have (?:shape (?<a>\[.*?\])|\d+ dimension\(s\)).* but got array with shape (?<b>\[?[\d,]*\]?)\.?$/,
    /^target expected a batch of elements where each example has shape .*\(tensor shape (?<b>\[.*?\])\)$/,
  ),
  'model-not-compiled': pattern(
    [],
    /needs to be compiled before being used/,
    /^You must compile a model before training/,
  ),
  'model-input-shape': pattern(
    [],
    /^The first layer in a Sequential model must get an `inputShape`/,
  ),
  'backend-unknown': pattern(
    ['name'],
    /^Backend name '(?<name>.+)' not found in registry/,
    /^No backend found in registry\.$/,
  ),
  'read-now': pattern(
    [],
    /^WebGPU readSync is only available for CPU-resident tensors\.?$/,
    /readSync is not (?:supported|available)/,
  ),

  // WebGPU
  'shader-text': pattern(
    ['line', 'reason'],
    /^Error while parsing WGSL: :(?<line>\d+):\d+ error: (?<reason>[^\n]+)/,
    /^Tint WGSL reader failure/,
  ),
  'workgroup-size': pattern(
    ['size', 'limit'],
    /^Entry-point uses workgroup_size(?<size>\([\d, ]+\)) that exceeds the maximum allowed (?<limit>\([\d, ]+\))/,
  ),
  'workgroup-count': pattern(
    ['size', 'limit'],
    /^Dispatch workgroup count \w+ \((?<size>\d+)\) exceeds max compute workgroups per dimension \((?<limit>\d+)\)/,
    /^Total dispatch size exceeds WebGPU maximum\.$/,
  ),
  'gpu-lost': pattern(
    [],
    /The Device was lost before/,
    /^(?:GPU )?device (?:is|was) lost/i,
    /^A valid external Instance reference no longer exists/,
  ),
  'gpu-feature': pattern(['name'], /Unsupported feature: (?<name>\S+)$/),
  'gpu-validation': pattern(
    [],
    /\n - While (?:calling|validating|encoding|finishing|initializing) /,
  ),
} as const;

export type MessageId = keyof typeof patterns;
export type MessageKeys<M extends MessageId> = (typeof patterns)[M]['keys'][number];

/** The error that `message` is known to mean, with what it says about it; null for any other. */
export function recognise(
  message: string,
): { readonly id: MessageId; readonly values: Readonly<Record<string, string>> } | null {
  for (const [id, { match }] of Object.entries(patterns) as [MessageId, Pattern<string>][]) {
    for (const regex of match) {
      const found = regex.exec(message);
      if (found) return { id, values: { ...found.groups } };
    }
  }
  return null;
}
