# Writes OUT: a C++ file with every shader of FILES as text.
set(code "// Generated from shaders/ by embed_shaders.cmake.\n#include \"render/shader_sources.h\"\n\nnamespace attune {\n\nconst std::map<std::string, std::string>& embedded_shaders() {\n  static const std::map<std::string, std::string> sources = {\n")
foreach(file IN LISTS FILES)
  get_filename_component(name ${file} NAME)
  file(READ ${file} text)
  string(APPEND code "    {\"${name}\", R\"SHADER(${text})SHADER\"},\n")
endforeach()
string(APPEND code "  };\n  return sources;\n}\n\n}  // namespace attune\n")
file(WRITE ${OUT} "${code}")
