"""What the engine refuses and warns of: a code with values, put into words where somebody reads it.

The words of a code stand in the catalogues, ``en/*.ftl`` and ``nl/*.ftl`` (Project Fluent): one file for each room
that speaks, which the first word of its codes names. A message names no option and no command: the command line, the
site and the library each know their own way out.
"""

from collega.messages.message import Message, Value, code_of, kept, message_from, say, warnings_from, warnings_json

__all__ = ["Message", "Value", "code_of", "kept", "message_from", "say", "warnings_from", "warnings_json"]
