"""Asks the processor for memory before it is needed: an instruction Numba has no name for."""

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic


@intrinsic
def prefetch(_typing, array, index):
    """Fetch the cache line of array[index] for reading and writing soon."""

    def generate(context, builder, _signature, arguments):
        pointer = context.make_array(array)(context, builder, arguments[0]).data
        place = builder.gep(pointer, [arguments[1]])
        byte = ir.IntType(8).as_pointer()
        word = ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte, word, word, word])
        function = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
        flags = [ir.Constant(word, value) for value in (1, 3, 1)]
        builder.call(function, [builder.bitcast(place, byte), *flags])
        return context.get_dummy_value()

    return types.void(array, index), generate
