#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""table.py: a plugin of protoc that writes NAME.table.c and NAME.table.h for NAME.proto.

One struct tcs_pb_message a message (decode/protobuf.h), with the names of its fields, their
JSON names, types and the rules of rule.proto; one struct tcs_pb_enum an enumeration.
"""

import sys

from google.protobuf import descriptor_pb2, message_factory
from google.protobuf.compiler import plugin_pb2

KINDS = {
    descriptor_pb2.FieldDescriptorProto.TYPE_DOUBLE: "DOUBLE",
    descriptor_pb2.FieldDescriptorProto.TYPE_FLOAT: "FLOAT",
    descriptor_pb2.FieldDescriptorProto.TYPE_INT64: "INT64",
    descriptor_pb2.FieldDescriptorProto.TYPE_UINT64: "UINT64",
    descriptor_pb2.FieldDescriptorProto.TYPE_INT32: "INT32",
    descriptor_pb2.FieldDescriptorProto.TYPE_UINT32: "UINT32",
    descriptor_pb2.FieldDescriptorProto.TYPE_BOOL: "BOOL",
    descriptor_pb2.FieldDescriptorProto.TYPE_STRING: "STRING",
    descriptor_pb2.FieldDescriptorProto.TYPE_BYTES: "BYTES",
    descriptor_pb2.FieldDescriptorProto.TYPE_ENUM: "ENUM",
    descriptor_pb2.FieldDescriptorProto.TYPE_MESSAGE: "MESSAGE",
}


def symbol(type_name):
    return type_name.lstrip(".").replace(".", "_")


class Table:
    def __init__(self, request, proto):
        # Classes of all files at once: made one by one, they would not know our extensions.
        self.classes = message_factory.GetMessages(request.proto_file)
        self.proto = proto
        self.prefix = proto.package.replace(".", "_") + "_"

    def options(self, kind, options):
        """Our rules among the options, as a dictionary by name."""
        cls = self.classes["google.protobuf." + kind]
        return {field.name: value for field, value in
                cls.FromString(options.SerializeToString()).ListFields()}

    def field(self, field):
        flags = []
        if field.label == field.LABEL_REPEATED:
            flags.append("TCS_PB_REPEATED")
        rule = self.options("FieldOptions", field.options).get("rule")
        if rule is not None:
            flags += ["TCS_PB_" + name.name.upper() for name, _ in rule.ListFields()]
        oneof = -1
        if field.HasField("oneof_index") and not field.proto3_optional:
            oneof = field.oneof_index
        message = enum = "NULL"
        if field.type == field.TYPE_MESSAGE:
            message = f"&{symbol(field.type_name)}_table"
        elif field.type == field.TYPE_ENUM:
            enum = f"&{symbol(field.type_name)}_names"
        return (f'    {{ "{field.name}", "{field.json_name}", {message}, {enum}, '
                f'{field.number}, TCS_PB_{KINDS[field.type]}, {oneof}, '
                f'{" | ".join(flags) or "0"} }},')

    def message(self, message):
        name = self.prefix + message.name
        lines = [f"static const struct tcs_pb_field {name}_fields[] = {{"]
        lines += [self.field(field) for field in sorted(message.field, key=lambda f: f.number)]
        lines.append("};")
        used = {f.oneof_index for f in message.field
                if f.HasField("oneof_index") and not f.proto3_optional}
        oneofs = [o for i, o in enumerate(message.oneof_decl) if i in used]
        if oneofs:
            lines.append(f"static const struct tcs_pb_oneof {name}_oneofs[] = {{")
            for oneof in oneofs:
                need = self.options("OneofOptions", oneof.options).get("need_one", False)
                lines.append(f'    {{ "{oneof.name}", {str(need).lower()} }},')
            lines.append("};")
        lines.append(f"const struct tcs_pb_message {name}_table = {{")
        lines.append(f'    "{message.name}", {name}_fields, '
                     f'{name + "_oneofs" if oneofs else "NULL"}, '
                     f"{len(message.field)}, {len(oneofs)},")
        return lines + ["};", ""]

    def enum(self, enum):
        name = self.prefix + enum.name
        lines = [f"static const struct tcs_pb_enum_value {name}_values[] = {{"]
        lines += [f'    {{ "{value.name}", {value.number} }},' for value in enum.value]
        lines += ["};", f"static const struct tcs_pb_enum {name}_names = {{",
                  f'    "{enum.name}", {name}_values, {len(enum.value)},', "};", ""]
        return lines

    def header(self, stem):
        guard = self.prefix.upper() + "TABLE_H"
        lines = [f"/* Made by table.py from {stem}.proto. */", f"#ifndef {guard}",
                 f"#define {guard}", '#include "decode/protobuf.h"']
        lines += [f"extern const struct tcs_pb_message {self.prefix}{message.name}_table;"
                  for message in self.proto.message_type]
        return "\n".join(lines + ["#endif", ""])

    def source(self, stem):
        lines = [f"/* Made by table.py from {stem}.proto. */", "#include <stddef.h>", "",
                 f'#include "{stem}.table.h"', ""]
        for enum in self.proto.enum_type:
            lines += self.enum(enum)
        for message in self.proto.message_type:
            lines += self.message(message)
        return "\n".join(lines)


def main():
    request = plugin_pb2.CodeGeneratorRequest.FromString(sys.stdin.buffer.read())
    response = plugin_pb2.CodeGeneratorResponse()
    response.supported_features = response.FEATURE_PROTO3_OPTIONAL
    for proto in request.proto_file:
        if proto.name in request.file_to_generate:
            stem = proto.name.removesuffix(".proto")
            table = Table(request, proto)
            response.file.add(name=stem + ".table.h", content=table.header(stem))
            response.file.add(name=stem + ".table.c", content=table.source(stem))
    sys.stdout.buffer.write(response.SerializeToString())


if __name__ == "__main__":
    main()
